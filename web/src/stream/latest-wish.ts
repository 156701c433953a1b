/** Fulfils one wish at a time: of those that come meanwhile only the last counts, and comes after it. */
export class LatestWish<T extends object> {
  private next: T | null = null;
  private running: Promise<void> | null = null;

  /** `fulfil` must not throw. */
  constructor(private readonly fulfil: (wish: T) => Promise<void>) {}

  get busy(): boolean {
    return this.running !== null;
  }

  /** Resolves when nothing is wished any more. */
  want(wish: T): Promise<void> {
    this.next = wish;
    this.running ??= this.run().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async run(): Promise<void> {
    while (this.next) {
      const wish = this.next;
      this.next = null;
      await this.fulfil(wish);
    }
  }
}
