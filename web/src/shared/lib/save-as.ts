/** Hands a file that the page has to the browser, which saves it under a name. */
export function saveAs(content: Blob, name: string): void {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(content);
  anchor.download = name;
  anchor.click();
  // The download has begun by then, and holds the content itself.
  setTimeout(() => URL.revokeObjectURL(anchor.href));
}
