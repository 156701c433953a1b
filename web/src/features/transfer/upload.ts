/** Sends a file to import, piece by piece, and goes on after a cut where the server says it is. */
import { asProblem } from "@/api/problem";
import { passes, pauseInBrowser, waitFor } from "@/features/files/upload/transfer";

import { createImport, fetchOffset, sendPiece } from "./api";

const PIECE = 1024 * 1024;

/**
 * Announces and sends it.
 *
 * @param progress gets the import's id and how many bytes the server has
 * @returns the import's id
 * @throws ProblemError when the server will not have it; AbortError when cancelled
 */
export async function upload(
  file: File,
  progress: (id: string, sent: number) => void,
  signal: AbortSignal,
): Promise<string> {
  const { item, upload: way } = await createImport(file.name, file.size);
  const most = Math.min(PIECE, way.chunk_bytes);
  let offset: number | null = 0;
  let failures = 0;
  while (offset === null || offset < file.size) {
    try {
      progress(item.id, offset ?? 0);
      offset ??= await fetchOffset(item.id, signal);
      if (offset >= file.size) break;
      offset = await sendPiece(item.id, offset, file.slice(offset, offset + most), signal);
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      const elsewhere = asProblem(error)?.code === "upload_offset_mismatch" && failures < 3;
      if (!elsewhere && !passes(error)) throw error;
      await pauseInBrowser(waitFor(failures, asProblem(error)?.retryAfter ?? null), signal);
      failures += 1;
      // What arrived before the cut counts; only the server knows.
      offset = null;
    }
  }
  progress(item.id, file.size);
  return item.id;
}
