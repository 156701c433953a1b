/** Files and whole folders that somebody chose or dropped, each with the folders it lay in. */

export interface Chosen {
  readonly file: File;
  /** Folders from the outermost in, with `/` between them; "" when it lay in none. */
  readonly path: string;
}

/** More than this at once is an archive's business. */
export const MOST_AT_ONCE = 5_000;

/** What systems leave in folders for themselves. */
const LITTER = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

const wanted = ({ file }: Chosen): boolean => !LITTER.has(file.name);

/** From a file field; one for folders says where in them each file lay. */
export function fromField(files: Iterable<File>): Chosen[] {
  return [...files].map((file) => ({ file, path: parentOf(file.webkitRelativePath) })).filter(wanted);
}

/** From what was dropped, folders with all that is in them. Call it within the event: later the browser has forgotten. */
export async function fromDrop(data: DataTransfer): Promise<Chosen[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const found: Chosen[] = [];
  for (const entry of entries) await gather(entry, "", found);
  return found.filter(wanted);
}

async function gather(entry: FileSystemEntry, path: string, found: Chosen[]): Promise<void> {
  // One more than is taken tells that there were more.
  if (found.length > MOST_AT_ONCE) return;
  if (isFile(entry)) {
    found.push({ file: await fileOf(entry), path });
  } else if (isFolder(entry)) {
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    for (const each of await contentOf(entry)) await gather(each, inside, found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** Browsers hand a folder out in portions; an empty one is the end. */
async function contentOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
}
