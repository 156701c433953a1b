/**
 * Which pages of this browser are open: what one of them sends, no other one takes up. Each holds a lock for as long as it
 * is there. Where there are no locks (plain http in a company's own network) a page knows of no other; the server then
 * takes each piece once all the same.
 */
import { newId } from "@/stream/ids";

const OPEN = "convosphere.page.";
const ALONE = "convosphere.uploads";

export interface OpenPage {
  readonly id: string;
  /** Others can see it from now on. */
  readonly ready: Promise<void>;
  /** Does `work` in one page at a time, with the ids of all that are open. */
  alone: <T>(work: (open: ReadonlySet<string>) => Promise<T>) => Promise<T>;
  close: () => void;
}

export function openPage(): OpenPage {
  const id = newId();
  // The types promise `locks` everywhere; browsers offer it in secure contexts only.
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) {
    return {
      id,
      ready: Promise.resolve(),
      alone: (work) => work(new Set()),
      close: () => undefined,
    };
  }
  const closing = new AbortController();
  const ready = new Promise<void>((resolve) => {
    void locks.request(OPEN + id, () => {
      resolve();
      return new Promise<void>((end) => {
        if (closing.signal.aborted) end();
        else closing.signal.addEventListener("abort", () => end());
      });
    });
  });
  return {
    id,
    ready,
    alone: async (work) =>
      await locks.request(ALONE, async () => {
        const { held = [] } = await locks.query();
        const names = held.map(({ name = "" }) => name).filter((name) => name.startsWith(OPEN));
        return await work(new Set(names.map((name) => name.slice(OPEN.length))));
      }),
    close: () => closing.abort(),
  };
}
