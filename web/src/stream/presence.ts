/**
 * Who else has a joint conversation open, and who is typing: told without numbers, forgotten by itself. Kept apart from
 * what the reducer holds, because nothing of it is stored anywhere.
 */

import type { PresenceFrame } from "./frames";
import type { Named } from "./types";

/** Announced again every 20 s; who is silent for so long has gone, in milliseconds. */
const HERE_FOR = 45_000;
/** Told again while it lasts; in milliseconds. */
const TYPING_FOR = 6_000;

interface Connection {
  readonly person: Named;
  readonly hereUntil: number;
  readonly typingUntil: number;
}

/** Each person once, in the order in which they came. */
export interface Present {
  readonly here: readonly Named[];
  readonly typing: readonly Named[];
}

const NOBODY: Present = { here: [], typing: [] };

export class Presence {
  private readonly connections = new Map<string, Connection>();
  private readonly listeners = new Set<() => void>();
  private present = NOBODY;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** The same object until something changes. */
  get = (): Present => this.present;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  hear({ connection, person, state }: Pick<PresenceFrame, "connection" | "person" | "state">): void {
    const now = Date.now();
    if (state === "gone") this.connections.delete(connection);
    else {
      const typingUntil = state === "typing" ? now + TYPING_FOR : 0;
      this.connections.set(connection, { person, hereUntil: now + HERE_FOR, typingUntil });
    }
    this.look();
  }

  /** Nobody is told of any more. */
  clear(): void {
    this.connections.clear();
    this.look();
  }

  /** Drops what is over, tells of what has changed, and wakes up for the next that will be over. */
  private look(): void {
    clearTimeout(this.timer);
    const now = Date.now();
    const here = new Map<string, Named>();
    const typing = new Map<string, Named>();
    let next = Infinity;
    for (const [id, { person, hereUntil, typingUntil }] of this.connections) {
      if (hereUntil <= now) {
        this.connections.delete(id);
        continue;
      }
      here.set(person.id, person);
      next = Math.min(next, hereUntil);
      if (typingUntil <= now) continue;
      typing.set(person.id, person);
      next = Math.min(next, typingUntil);
    }
    if (next < Infinity) this.timer = setTimeout(() => this.look(), next - now);
    const present = { here: [...here.values()], typing: [...typing.values()] };
    if (sameNames(present.here, this.present.here) && sameNames(present.typing, this.present.typing)) return;
    this.present = present;
    for (const listener of this.listeners) listener();
  }
}

function sameNames(a: readonly Named[], b: readonly Named[]): boolean {
  return a.length === b.length && a.every((one, at) => one.id === b[at]?.id && one.name === b[at].name);
}
