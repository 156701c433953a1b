/**
 * What happens in knowledge bases, live. The server sends ids and states and numbers nothing: what was missed is made
 * up for by asking anew. Loaded with the pages that show bases; the socket only passes its frames on.
 */

import { asObject, DecodeError, integer, nullable, text, type Fields } from "./fields";
import type { RealtimeSocket } from "./socket";

/** A fact about a base, told to everyone who follows it. */
export type BaseEvent =
  /** `work`: how far its newest version is; null: it is elsewhere, called otherwise, or gone. */
  | { readonly type: "document"; readonly id: string; readonly work: Work | null }
  | {
      readonly type: "operation";
      readonly id: string;
      readonly status: string;
      readonly total: number;
      readonly done: number;
      readonly failed: number;
    }
  /** Folders, tags, many documents, or something that a newer server knows of. */
  | { readonly type: "other" };

export interface Work {
  readonly status: string;
  readonly stage: string;
  readonly percent: number;
}

export interface BaseFollower {
  event(event: BaseEvent): void;
  /** Something may have been missed: what is shown has to be asked for. */
  missed(): void;
  /**
   * Whether the server tells what happens from now on; what happened before was missed. False: no connection, not yet,
   * or the base is not for the person.
   */
  live(is: boolean): void;
  /** The base is not, or no longer, for the person. */
  closed(): void;
}

interface Followed {
  readonly followers: Set<BaseFollower>;
  live: boolean;
}

const bySocket = new WeakMap<RealtimeSocket, Bases>();

/** The bases that are followed over a socket. */
export function basesOf(socket: RealtimeSocket): Bases {
  const known = bySocket.get(socket);
  if (known) return known;
  const bases = new Bases(socket);
  bySocket.set(socket, bases);
  return bases;
}

export class Bases {
  private readonly followed = new Map<string, Followed>();

  constructor(private readonly socket: Pick<RealtimeSocket, "note" | "onState" | "getState" | "onBase">) {
    socket.onBase = (frame) => this.hear(frame);
    socket.onState(() => this.connectionChanged());
  }

  /** Follows a base until the returned function is called. */
  follow(base: string, follower: BaseFollower): () => void {
    const followed = this.followed.get(base) ?? { followers: new Set(), live: false };
    const isFirst = followed.followers.size === 0;
    followed.followers.add(follower);
    this.followed.set(base, followed);
    if (isFirst) this.socket.note({ type: "base.follow", base });
    else if (followed.live) follower.live(true);
    return () => {
      if (!followed.followers.delete(follower) || followed.followers.size > 0) return;
      this.followed.delete(base);
      this.socket.note({ type: "base.unfollow", base });
    };
  }

  private connectionChanged(): void {
    const online = this.socket.getState() === "online";
    for (const [base, followed] of this.followed) {
      this.setLive(followed, false);
      if (online) this.socket.note({ type: "base.follow", base });
    }
  }

  private hear(frame: Fields): void {
    const followed = this.followed.get(String(frame.base));
    if (!followed) return;
    switch (frame.type) {
      case "event":
        // What comes before the confirmation belongs to an earlier time that one looked at it.
        if (followed.live) tell(followed, (follower) => follower.event(readEvent(frame)));
        return;
      case "base.followed":
        this.setLive(followed, true);
        return;
      case "resync":
        tell(followed, (follower) => follower.missed());
        return;
      case "base.closed":
      case "problem":
        this.setLive(followed, false);
        tell(followed, (follower) => follower.closed());
        return;
    }
  }

  private setLive(followed: Followed, is: boolean): void {
    if (followed.live === is) return;
    followed.live = is;
    tell(followed, (follower) => follower.live(is));
  }
}

function tell(followed: Followed, what: (follower: BaseFollower) => void): void {
  for (const follower of [...followed.followers]) what(follower);
}

function readEvent(frame: Fields): BaseEvent {
  try {
    const event = asObject(frame.event, "event");
    if (event.type === "document.changed") {
      return { type: "document", id: text(event, "document_id"), work: readWork(event) };
    }
    if (event.type === "operation.changed") {
      return {
        type: "operation",
        id: text(event, "operation_id"),
        status: text(event, "status"),
        total: integer(event, "total"),
        done: integer(event, "done"),
        failed: integer(event, "failed"),
      };
    }
  } catch (error) {
    // What cannot be read still says that something is different.
    if (!(error instanceof DecodeError)) throw error;
  }
  return { type: "other" };
}

function readWork(event: Fields): Work | null {
  const status = nullable(event, "status", text);
  if (status === null) return null;
  return { status, stage: text(event, "stage"), percent: integer(event, "percent") };
}
