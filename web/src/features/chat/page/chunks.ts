/** A long conversation in pieces that can be left undrawn while they are out of sight. */

/** Messages in a piece: what is drawn in one go while one scrolls. */
export const CHUNK = 4;

/** So many pieces next to what is looked at are drawn at once when they come; the others when one scrolls to them. */
const AT_ONCE = 2;

/** Cuts a path into pieces; remembers the cuts, so that messages added at either end leave the other pieces alone. */
export class Chunker {
  private chunks: readonly (readonly string[])[] = [];
  private known: ReadonlySet<string | undefined> = new Set();

  split(path: readonly string[]): readonly (readonly string[])[] {
    const known = this.chunks.flat();
    const first = known[0];
    const start = first === undefined ? -1 : path.indexOf(first);
    const common = start === -1 ? 0 : commonLength(known, path, start);
    if (common === known.length && start === 0 && known.length === path.length) return this.chunks;
    this.known = new Set(this.chunks.map(([id]) => id));
    // What is no longer on the path (another branch was chosen) takes its piece, and those behind it, along.
    const kept = start === -1 ? [] : whole(this.chunks, common);
    const count = kept.reduce((sum, chunk) => sum + chunk.length, 0);
    const before = count === 0 ? [] : cutFromEnd(path.slice(0, start));
    const after = path.slice(count === 0 ? 0 : start + count);
    this.chunks = [...before, ...extend(kept, after)];
    return this.chunks;
  }

  /** Which of the pieces just cut are close to those that were there before, or to a message; of the first cut, the end. */
  near(chunks: readonly (readonly string[])[], target: string | null): ReadonlySet<number> {
    const places = chunks.flatMap((ids, at) =>
      this.known.has(ids[0]) || (target !== null && ids.includes(target)) ? [at] : [],
    );
    if (places.length === 0) places.push(chunks.length - 1);
    const near = new Set<number>();
    for (const place of places) for (let at = place - AT_ONCE; at <= place + AT_ONCE; at++) near.add(at);
    return near;
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
