/** Announces a file to import and sends it, the way files are sent. */
import { pauseInBrowser, transfer } from "@/features/files/upload/transfer";

import { contentPath, createImport } from "./api";

/**
 * @param progress gets the import's id and how many bytes the server has
 * @throws ProblemError when the server will not have it; AbortError when cancelled
 */
export async function upload(
  file: File,
  progress: (id: string, sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { item, upload: way } = await createImport(file.name, file.size);
  progress(item.id, 0);
  await transfer(contentPath(item.id), file, way.offset, way.chunk_bytes, {
    signal,
    progress: (sent) => progress(item.id, sent),
    // The bar stands still; what is there already stays there.
    paused: () => undefined,
    pause: pauseInBrowser,
  });
}
