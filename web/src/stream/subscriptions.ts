/** Which streams are followed, and how far each has come. Survives connections. */

import type { NumberedEvent, PersonalEvent, PresenceFrame } from "./frames";

/** Who follows one conversation. */
export interface Follower {
  event(event: NumberedEvent): void;
  /** The server no longer has what lies after our last number: fetch, then `restart`. */
  resync(): void;
  /** Somebody else came, types, went. */
  presence(frame: PresenceFrame): void;
  /** The server has ended the subscription, or refused it: fetch, which tells why. */
  refused(): void;
}

/** Who follows what happens to one's lists. */
export interface PersonalFollower {
  event(event: PersonalEvent): void;
  /** Something may have been missed. */
  resync(): void;
}

export interface Following {
  /** Follows from here instead, after a fresh fetch. */
  restart(after: number): void;
  stop(): void;
}

interface Subscription {
  readonly follower: Follower;
  /** Number of the last event handed on. */
  after: number;
  /** The server has confirmed; what comes before that belongs to an earlier subscription. */
  live: boolean;
}

export class Subscriptions {
  private readonly byConversation = new Map<string, Subscription>();
  private personal: PersonalFollower | null = null;

  /** `send` reaches the server only while there is a connection; a new one begins with `opened`. */
  constructor(private readonly send: (frame: object) => void) {}

  follow(conversation: string, after: number, follower: Follower): Following {
    const subscription: Subscription = { follower, after, live: false };
    this.byConversation.set(conversation, subscription);
    this.ask(conversation, subscription);
    const isCurrent = (): boolean => this.byConversation.get(conversation) === subscription;
    return {
      restart: (next) => {
        if (!isCurrent()) return;
        this.send({ type: "unsubscribe", conversation });
        subscription.after = next;
        subscription.live = false;
        this.ask(conversation, subscription);
      },
      stop: () => {
        if (!isCurrent()) return;
        this.byConversation.delete(conversation);
        this.send({ type: "unsubscribe", conversation });
      },
    };
  }

  followPersonal(follower: PersonalFollower): () => void {
    this.personal = follower;
    return () => {
      if (this.personal === follower) this.personal = null;
    };
  }

  /** A new connection: everything is asked for again, from where it stopped. */
  opened(): void {
    for (const [conversation, subscription] of this.byConversation) this.ask(conversation, subscription);
    this.personal?.resync();
  }

  closed(): void {
    for (const subscription of this.byConversation.values()) subscription.live = false;
  }

  confirmed(conversation: string | null): void {
    const subscription = conversation === null ? undefined : this.byConversation.get(conversation);
    if (subscription) subscription.live = true;
  }

  resync(conversation: string | null): void {
    if (conversation === null) {
      this.personal?.resync();
      return;
    }
    const subscription = this.byConversation.get(conversation);
    if (!subscription) return;
    subscription.live = false;
    subscription.follower.resync();
  }

  deliverPersonal(event: PersonalEvent): void {
    this.personal?.event(event);
  }

  presence(frame: PresenceFrame): void {
    this.byConversation.get(frame.conversation)?.follower.presence(frame);
  }

  refused(conversation: string | null): void {
    const subscription = conversation === null ? undefined : this.byConversation.get(conversation);
    if (!subscription) return;
    subscription.live = false;
    subscription.follower.refused();
  }

  deliver(conversation: string, event: NumberedEvent): void {
    const subscription = this.byConversation.get(conversation);
    if (!subscription?.live) return;
    subscription.after = event.n;
    subscription.follower.event(event);
  }

  private ask(conversation: string, subscription: Subscription): void {
    this.send({ type: "subscribe", conversation, after: subscription.after });
  }
}
