/** Sends content in pieces, to wherever pieces are taken, and goes on after every cut where the server says it is. */
import { asProblem, UNREACHABLE } from "@/api/problem";

import { fetchOffset, sendPiece } from "../api";

/** Bytes of the first piece, and of the smallest: progress shows at once, and a cut costs little. */
const FIRST_PIECE = 256 * 1024;
/** A piece that took less makes the next one larger, one that took longer makes it smaller. */
const QUICK_MS = 500;
const SLOW_MS = 4_000;

const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** The server has more or less of it than we thought: an answer was lost on the way. */
const ELSEWHERE = ["upload_offset_mismatch", "upload_complete"];
const TOO_MANY = 429;
const TIMEOUT = 408;

export interface Hooks {
  signal: AbortSignal;
  progress: (sent: number) => void;
  /** No connection, or a server that is busy: it waits and tries again. */
  paused: () => void;
  /** Resolves after so long, or sooner when trying again makes sense. Rejects when `signal` says so. */
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Whether the same request may work a little later. */
export function passes(error: unknown): boolean {
  const problem = asProblem(error);
  if (problem === null) return false;
  return (
    problem.code === UNREACHABLE ||
    problem.status >= 500 ||
    problem.status === TOO_MANY ||
    problem.status === TIMEOUT
  );
}

/**
 * Sends what the server does not have of `content`.
 *
 * @param path where the pieces go, below the API's own
 * @param from bytes the server has, or null when that has to be asked
 * @throws ProblemError when the server will not have it; AbortError when cancelled
 */
export async function transfer(
  path: string,
  content: Blob,
  from: number | null,
  chunkBytes: number,
  hooks: Hooks,
): Promise<void> {
  const { signal } = hooks;
  let offset = from;
  const most = chunkBytes > 0 ? chunkBytes : FIRST_PIECE;
  let piece = Math.min(FIRST_PIECE, most);
  let failures = 0;
  while (offset === null || offset < content.size) {
    const began = performance.now();
    try {
      if (offset === null) {
        offset = await fetchOffset(path, signal);
      } else {
        offset = await sendPiece(path, offset, content.slice(offset, offset + piece), signal);
        failures = 0;
      }
      hooks.progress(offset);
      piece = Math.min(nextPiece(piece, performance.now() - began), most);
    } catch (error) {
      signal.throwIfAborted();
      const conflict = offset !== null && ELSEWHERE.includes(asProblem(error)?.code ?? "");
      if (!conflict && !passes(error)) throw error;
      // A first conflict only means that the last answer was lost; a second one must not go round in circles.
      if (!conflict || failures > 0) {
        hooks.paused();
        await hooks.pause(waitFor(failures, asProblem(error)?.retryAfter ?? null), signal);
      }
      failures += 1;
      // What arrived before the cut counts; only the server knows.
      offset = null;
    }
  }
}

function nextPiece(piece: number, took: number): number {
  if (took < QUICK_MS) return piece * 2;
  return took > SLOW_MS ? Math.max(FIRST_PIECE, piece / 2) : piece;
}

/** Milliseconds before the next try. */
export function waitFor(failures: number, retryAfter: number | null): number {
  const wait = WAITS_MS[Math.min(failures, WAITS_MS.length - 1)] ?? 0;
  return Math.max(wait, (retryAfter ?? 0) * 1000);
}

/** Waits, but not longer than until the browser is back online. */
export function pauseInBrowser(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      signal.removeEventListener("abort", end);
      if (signal.aborted) reject(new DOMException("cancelled", "AbortError"));
      else resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener("online", end);
    signal.addEventListener("abort", end);
  });
}
