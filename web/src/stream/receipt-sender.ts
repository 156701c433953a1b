/** Tells the server how far one has come in joint conversations: each step once, at most once a second. */

import type { NoteFrame } from "./frames";

/** Milliseconds between two frames of one conversation. */
const APART = 1_000;

interface Progress {
  /** Messages in the order in which they were said; null: none yet. */
  delivered: string | null;
  read: string | null;
  told: { delivered: string | null; read: string | null };
  timer: ReturnType<typeof setTimeout> | null;
}

export class ReceiptSender {
  private readonly byConversation = new Map<string, Progress>();

  /** `note` says whether there was a connection to send on. */
  constructor(private readonly note: (frame: NoteFrame) => boolean) {}

  /** The message has arrived on this device. */
  delivered(conversation: string, message: string): void {
    const progress = this.progressOf(conversation);
    // Who has read it has it.
    if (progress.read === message || progress.delivered === message) return;
    progress.delivered = message;
    this.soon(conversation, progress);
  }

  /** The message has been on the screen, and all before it. */
  read(conversation: string, message: string): void {
    const progress = this.progressOf(conversation);
    if (progress.read === message) return;
    progress.read = message;
    this.soon(conversation, progress);
  }

  /** There is a connection again: what could not be told is told now. */
  opened(): void {
    for (const [conversation, progress] of this.byConversation) this.soon(conversation, progress);
  }

  private progressOf(conversation: string): Progress {
    const known = this.byConversation.get(conversation);
    if (known) return known;
    const fresh = { delivered: null, read: null, told: { delivered: null, read: null }, timer: null };
    this.byConversation.set(conversation, fresh);
    return fresh;
  }

  private soon(conversation: string, progress: Progress): void {
    if (progress.timer !== null || !this.tell(conversation, progress)) return;
    progress.timer = setTimeout(() => {
      progress.timer = null;
      this.soon(conversation, progress);
    }, APART);
  }

  /** False: there was nothing to tell, or nobody to tell it to. */
  private tell(conversation: string, progress: Progress): boolean {
    const { delivered, read, told } = progress;
    const readNews = read !== null && read !== told.read;
    const deliveredNews = delivered !== null && delivered !== told.delivered && delivered !== read;
    if (!readNews && !deliveredNews) return false;
    const sent = this.note({
      type: "receipt",
      conversation,
      ...(deliveredNews && { delivered }),
      ...(readNews && { read }),
    });
    if (sent) progress.told = { delivered, read };
    return sent;
  }
}
