/** What the model of the server keeps of a joint conversation beside its messages: how far people have come, its news. */

import type { ConversationEvent } from "../frames";
import type { Message, Receipt } from "../types";
import { news } from "./messages";
import { pick } from "./picks";

const PEOPLE = ["Ada", "Grace", "Olga"];

const later = (known: string | null | undefined, until: string): string =>
  known != null && known > until ? known : until;

export class Readers {
  receipts: Receipt[] = [];
  private told = 0;

  /** Somebody has read, or got, a message of what is shown: nobody ever goes back. Null: nothing has changed. */
  receive(
    { pick: which, read }: { pick: number; read: boolean },
    shown: readonly Message[],
  ): ConversationEvent | null {
    const until = pick(shown, which)?.created_at;
    if (until === undefined) return null;
    const name = PEOPLE[which % PEOPLE.length] ?? "";
    const before = this.receipts.find(({ person }) => person.name === name);
    const receipt: Receipt = {
      person: { id: name.toLowerCase(), name },
      delivered_until: later(before?.delivered_until, until),
      read_until: read ? later(before?.read_until, until) : (before?.read_until ?? null),
    };
    if (before?.delivered_until === receipt.delivered_until && before.read_until === receipt.read_until)
      return null;
    const at = before ? this.receipts.indexOf(before) : this.receipts.length;
    this.receipts = this.receipts.toSpliced(at, 1, receipt);
    return { type: "receipt.changed", receipt };
  }

  /** Somebody may not read it any more: what is told has nothing in it. */
  leave(which: number): ConversationEvent | null {
    const left = pick(this.receipts, which);
    if (left === undefined) return null;
    this.receipts = this.receipts.filter((receipt) => receipt !== left);
    return {
      type: "receipt.changed",
      receipt: { person: left.person, delivered_until: null, read_until: null },
    };
  }

  news(joint: boolean): ConversationEvent {
    return { type: "conversation.updated", conversation: news({ joint, title: String(++this.told) }) };
  }
}
