/** Quoting a message. */

/** Every line behind a `>`, and room below to go on. */
export function quotation(text: string): string {
  const lines = text.trim().split("\n");
  return `${lines.map((line) => (line.trim() === "" ? ">" : `> ${line}`)).join("\n")}\n\n`;
}

/** What the reader has marked inside an element; empty for nothing, or when the mark goes beyond it. */
export function selectedIn(element: Element | null): string {
  const selection = getSelection();
  if (!element || !selection || selection.isCollapsed || selection.rangeCount === 0) return "";
  return element.contains(selection.getRangeAt(0).commonAncestorContainer) ? selection.toString().trim() : "";
}
