/** Files that were dropped, and whole folders with all that is in them. */

export interface Dropped {
  readonly file: File;
  /** Folders from the outermost in, with `/` between them; "" when it lay in none. */
  readonly path: string;
}

/** What systems leave in folders for themselves. */
const LITTER = new Set([".DS_Store", "Thumbs.db", "desktop.ini"]);

export const wanted = ({ file }: Pick<Dropped, "file">): boolean => !LITTER.has(file.name);

/** Every file in them; beyond `most` one more at least, which tells that there were more. */
export async function filesIn(entries: readonly FileSystemEntry[], most: number): Promise<Dropped[]> {
  const found: Dropped[] = [];
  for (const entry of entries) await gather(entry, "", found, most);
  return found;
}

async function gather(entry: FileSystemEntry, path: string, found: Dropped[], most: number): Promise<void> {
  if (found.length > most) return;
  if (isFile(entry)) {
    const each = { file: await fileOf(entry), path };
    if (wanted(each)) found.push(each);
  } else if (isFolder(entry)) {
    const inside = path === "" ? entry.name : `${path}/${entry.name}`;
    for (const each of await contentOf(entry)) await gather(each, inside, found, most);
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
