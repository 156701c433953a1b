/** How far people have come in a joint conversation. Pure; times are those of its messages. */

import type { Message, Receipt } from "./types";

/** The later of two moments; null is before all of them. Of equal ones the second. */
function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

/** With what was told of one person. Nobody goes back, so what comes late or twice changes nothing. */
export function withReceipt(receipts: readonly Receipt[], told: Receipt): readonly Receipt[] {
  const at = receipts.findIndex(({ person }) => person.id === told.person.id);
  const known = receipts[at];
  // Nothing at all: they may not read it any more.
  if (told.delivered_until === null && told.read_until === null)
    return known ? receipts.toSpliced(at, 1) : receipts;
  if (!known) return [...receipts, told];
  const next = {
    person: told.person,
    delivered_until: later(known.delivered_until, told.delivered_until),
    read_until: later(known.read_until, told.read_until),
  };
  const same =
    next.delivered_until === known.delivered_until &&
    next.read_until === known.read_until &&
    next.person.name === known.person.name;
  return same ? receipts : receipts.with(at, next);
}

/** What has become of a message: stored, on a device of somebody else, read by somebody else. */
export type Delivery = "sent" | "delivered" | "read";

export interface Delivered {
  readonly state: Delivery;
  /** Others who have read it, and those who only have it, by name. */
  readonly readBy: readonly string[];
  readonly deliveredTo: readonly string[];
}

const reached = (until: string | null, message: Pick<Message, "created_at">): boolean =>
  until !== null && Date.parse(until) >= Date.parse(message.created_at);

/** What has become of one's own message; `me`: one's id. */
export function deliveryOf(
  message: Pick<Message, "created_at">,
  receipts: readonly Receipt[],
  me: string,
): Delivered {
  const others = receipts.filter(({ person }) => person.id !== me);
  const readBy = others.filter((one) => reached(one.read_until, message));
  const deliveredTo = others.filter((one) => !readBy.includes(one) && reached(one.delivered_until, message));
  const names = (some: readonly Receipt[]): string[] => some.map(({ person }) => person.name);
  const state = readBy.length > 0 ? "read" : deliveredTo.length > 0 ? "delivered" : "sent";
  return { state, readBy: names(readBy), deliveredTo: names(deliveredTo) };
}
