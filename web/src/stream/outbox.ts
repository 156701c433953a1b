/**
 * Messages on their way. Each goes out again after every cut until the server has answered for it; its id, made
 * on this device, lets the server tell a repetition from a second message. So it arrives exactly once.
 */

import { decodeTurn, type Turn } from "./decoder";
import type { SendFrame } from "./frames";
import { NoReplyError, RefusedError } from "./requests";
import type { RealtimeSocket } from "./socket";
import type { Problem } from "./types";

export type Letter = Omit<SendFrame, "type">;

export interface OutboxEvents {
  /** The server has it. */
  sent(letter: Letter, turn: Turn | null): void;
  /** The server will not have it. */
  refused(letter: Letter, problem: Problem): void;
}

export class Outbox {
  /** Per conversation, in order: a later message builds on the earlier one. */
  private readonly queues = new Map<string, Letter[]>();
  private readonly busy = new Set<string>();

  constructor(
    private readonly socket: Pick<RealtimeSocket, "request" | "getState" | "onState" | "reconnect">,
    private readonly events: OutboxEvents,
  ) {
    socket.onState(() => this.deliverAll());
  }

  /** Takes a message; one that waits already is not taken twice. */
  add(letter: Letter): void {
    const queue = this.queues.get(letter.conversation) ?? [];
    if (queue.some((other) => other.id === letter.id)) return;
    this.queues.set(letter.conversation, [...queue, letter]);
    void this.deliver(letter.conversation);
  }

  /** Takes a message back as far as that is possible: one that is on the wire may arrive all the same. */
  cancel(conversation: string, id: string): void {
    const queue = this.queues.get(conversation);
    if (queue)
      this.queues.set(
        conversation,
        queue.filter((letter) => letter.id !== id),
      );
  }

  private deliverAll(): void {
    for (const conversation of this.queues.keys()) void this.deliver(conversation);
  }

  private async deliver(conversation: string): Promise<void> {
    if (this.busy.has(conversation)) return;
    this.busy.add(conversation);
    for (;;) {
      const letter = this.queues.get(conversation)?.[0];
      if (!letter || this.socket.getState() !== "online") break;
      if (await this.attempt(letter)) this.cancel(conversation, letter.id);
    }
    this.busy.delete(conversation);
  }

  /** True when the letter is settled, one way or the other. */
  private async attempt(letter: Letter): Promise<boolean> {
    try {
      const turn = decodeTurn(await this.socket.request({ type: "message.send", ...letter }));
      this.events.sent(letter, turn.ok ? turn.value : null);
      return true;
    } catch (error) {
      if (error instanceof RefusedError) {
        this.events.refused(letter, error.problem);
        return true;
      }
      // A connection on which nothing is answered is worth no second try.
      if (error instanceof NoReplyError) this.socket.reconnect();
      return false;
    }
  }
}
