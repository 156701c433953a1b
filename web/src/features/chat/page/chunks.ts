/** A long conversation in pieces that can be left undrawn while they are out of sight. */

/** Messages in a piece: what is drawn in one go while one scrolls. */
export const CHUNK = 4;

/** Cuts a path into pieces; remembers the cuts, so that messages added at either end leave the other pieces alone. */
export class Chunker {
  private chunks: readonly (readonly string[])[] = [];

  split(path: readonly string[]): readonly (readonly string[])[] {
    const known = this.chunks.flat();
    const first = known[0];
    const start = first === undefined ? -1 : path.indexOf(first);
    const common = start === -1 ? 0 : commonLength(known, path, start);
    if (common === known.length && start === 0 && known.length === path.length) return this.chunks;
    // What is no longer on the path (another branch was chosen) takes its piece, and those behind it, along.
    const kept = start === -1 ? [] : whole(this.chunks, common);
    const count = kept.reduce((sum, chunk) => sum + chunk.length, 0);
    const before = count === 0 ? [] : cutFromEnd(path.slice(0, start));
    const after = path.slice(count === 0 ? 0 : start + count);
    this.chunks = [...before, ...extend(kept, after)];
    return this.chunks;
  }
}

function commonLength(known: readonly string[], path: readonly string[], start: number): number {
  let length = 0;
  while (length < known.length && known[length] === path[start + length]) length++;
  return length;
}

/** The pieces that lie within the first `length` messages. */
function whole(chunks: readonly (readonly string[])[], length: number): (readonly string[])[] {
  const kept: (readonly string[])[] = [];
  let sum = 0;
  for (const chunk of chunks) {
    sum += chunk.length;
    if (sum > length) break;
    kept.push(chunk);
  }
  return kept;
}

/** Fills the last piece up, then begins new ones. */
function extend(chunks: (readonly string[])[], ids: readonly string[]): (readonly string[])[] {
  if (ids.length === 0) return chunks;
  const last = chunks.at(-1);
  const room = last ? Math.max(0, CHUNK - last.length) : 0;
  const result = last && room > 0 ? chunks.with(-1, [...last, ...ids.slice(0, room)]) : [...chunks];
  for (let at = room; at < ids.length; at += CHUNK) result.push(ids.slice(at, at + CHUNK));
  return result;
}

/** Pieces counted from the end: what comes before them later fills none of them. */
function cutFromEnd(ids: readonly string[]): (readonly string[])[] {
  const result: (readonly string[])[] = [];
  for (let end = ids.length; end > 0; end -= CHUNK) result.unshift(ids.slice(Math.max(0, end - CHUNK), end));
  return result;
}
