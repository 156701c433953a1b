/** Collects what arrives between two frames of the screen, so that 500 deltas cost one repaint. */

/** Runs `work` soon, once. */
export type Schedule = (work: () => void) => void;

/** How long a hidden page may put off its updates, in milliseconds. */
const HIDDEN_DELAY = 200;

/** With the next frame of the screen; a hidden page has none, so a timer stands in. */
export const nextFrame: Schedule = (work) => {
  let frame = 0;
  const timer = setTimeout(run, HIDDEN_DELAY);
  function run(): void {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    work();
  }
  frame = requestAnimationFrame(run);
};

/** A function that takes items one by one and hands them on as a list. */
export interface Batch<T> {
  push(item: T): void;
  /** Hands on what waits, now. */
  flush(): void;
  /** Forgets what waits. */
  clear(): void;
}

export function createBatch<T>(deliver: (items: T[]) => void, schedule: Schedule): Batch<T> {
  let items: T[] = [];
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    if (items.length === 0) return;
    const ready = items;
    items = [];
    deliver(ready);
  }

  return {
    push(item) {
      items.push(item);
      if (scheduled) return;
      scheduled = true;
      schedule(flush);
    },
    flush,
    clear() {
      items = [];
    },
  };
}
