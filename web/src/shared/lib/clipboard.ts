/** Puts text on the clipboard; true when it is there. */
export async function copyText(text: string): Promise<boolean> {
  // Browsers offer the clipboard in secure contexts only (https, localhost); the types promise it everywhere.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard === undefined) return copyBySelection(text);
  return clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  );
}

/** The old way, for http inside a company's own network. */
function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  // Deprecated, and the only thing that works there.
  // oxlint-disable-next-line typescript/no-deprecated
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
