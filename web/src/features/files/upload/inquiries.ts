/** Asks again and again, ever more seldom, how far the check of a file is: the event that tells it may get lost. */

const FIRST_MS = 700;
const SLOWER = 1.6;
const LONGEST_MS = 15_000;

export class Inquiries {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `ask` resolves to true when there is nothing more to ask. */
  constructor(private readonly ask: (key: string) => Promise<boolean>) {}

  begin(key: string): void {
    this.end(key);
    this.later(key, FIRST_MS);
  }

  end(key: string): void {
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
  }

  stop(): void {
    for (const key of [...this.timers.keys()]) this.end(key);
  }

  private later(key: string, wait: number): void {
    const timer = setTimeout(() => {
      void this.ask(key).then((known) => {
        if (this.timers.get(key) !== timer) return;
        if (known) this.end(key);
        else this.later(key, Math.min(wait * SLOWER, LONGEST_MS));
      });
    }, wait);
    this.timers.set(key, timer);
  }
}
