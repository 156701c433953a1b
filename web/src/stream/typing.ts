/** Tells the others in a joint conversation that one is typing: seldom, and no longer than it is true. */

import type { NoteFrame } from "./frames";

/** They forget it after 6 s, and the server passes it on every 2 s at most; milliseconds. */
const AGAIN_AFTER = 3_000;
/** Without a key for so long one is not typing any more, in milliseconds. */
const PAUSE = 5_000;

export class Typing {
  private toldAt: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly conversation: string,
    private readonly note: (frame: NoteFrame) => void,
  ) {}

  /** A key was pressed. */
  pressed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.stopped(), PAUSE);
    const now = Date.now();
    if (this.toldAt !== null && now - this.toldAt < AGAIN_AFTER) return;
    this.toldAt = now;
    this.note({ type: "typing", conversation: this.conversation, on: true });
  }

  /** Sent, emptied, left, or only thinking. */
  stopped(): void {
    clearTimeout(this.timer);
    if (this.toldAt === null) return;
    this.toldAt = null;
    this.note({ type: "typing", conversation: this.conversation, on: false });
  }
}
