/** What was pasted: files, or text so long that it reads better as a file. */

/** Characters from which on a pasted text is offered as a file. */
export const LONG_PASTE = 6_000;

/** A screenshot has the same name every time; then its place in the draft and the moment tell it apart. */
const NAMELESS = /^image\.(\w+)$/;

/** Files on the clipboard. Offices put a picture of every copied text beside it; then the text is meant. */
export function pastedFiles(
  data: Pick<DataTransfer, "files" | "types">,
  nameOf: (number: number, extension: string) => string,
  already: number,
): readonly File[] {
  if (data.types.includes("text/plain")) return [];
  return [...data.files].map((file, index) => {
    const nameless = NAMELESS.exec(file.name);
    if (!nameless) return file;
    return new File([file], nameOf(already + index + 1, nameless[1] ?? "png"), { type: file.type });
  });
}

export function textFile(text: string, name: string): File {
  return new File([text], name, { type: "text/plain" });
}
