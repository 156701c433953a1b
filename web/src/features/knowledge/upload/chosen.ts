/** Files and whole folders that somebody chose or dropped, each with the folders it lay in. */
import { filesIn, wanted, type Dropped } from "@/shared/lib/dropped";

export type Chosen = Dropped;

/** More than this at once is an archive's business. */
export const MOST_AT_ONCE = 5_000;

/** From a file field; one for folders says where in them each file lay. */
export function fromField(files: Iterable<File>): Chosen[] {
  return [...files].map((file) => ({ file, path: parentOf(file.webkitRelativePath) })).filter(wanted);
}

/** From what was dropped, folders with all that is in them. Call it within the event: later the browser has forgotten. */
export function fromDrop(data: DataTransfer): Promise<Chosen[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return filesIn(entries, MOST_AT_ONCE);
}

function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}
