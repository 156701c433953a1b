/**
 * The realtime connection as the client sees it: always there, sometimes away for a moment.
 *
 * Reconnects by itself, tells the server for every followed conversation how far it has come, and hands
 * numbered events on. It keeps no messages: that is the reducer's work.
 */

import { delayBefore } from "./backoff";
import { Connection } from "./connection";
import type { Environment } from "./environment";
import type { Fields } from "./fields";
import { CLOSE, type NoteFrame, type RequestFrame, type ServerFrame } from "./frames";
import { DisconnectedError, Requests } from "./requests";
import { Subscriptions, type Follower, type Following, type PersonalFollower } from "./subscriptions";

/** `connecting`: not yet once; `reconnecting`: lost a moment ago; `offline`: no network or no server for a while. */
export type ConnectionState = "connecting" | "online" | "reconnecting" | "offline";

export interface SocketOptions {
  readonly url: string;
  /** The access token, or null when nobody is signed in. `refused`: the server did not accept the last one. */
  readonly token: (refused: boolean) => Promise<string | null>;
  readonly environment: Environment;
  /** Nobody is signed in any more; the socket stays closed until `start`. */
  readonly signedOut: () => void;
}

/** A connection that lived this long was a good one, in milliseconds. */
const STABLE = 5_000;
/** So many attempts in a row without success are no longer "a moment". */
const HOPEFUL_ATTEMPTS = 4;
const REPLY_TIMEOUT = 15_000;

export class RealtimeSocket {
  /** Hears what is said about knowledge bases: comes with the pages that show them (`bases.ts`). */
  onBase: ((frame: Fields) => void) | null = null;
  private connection: Connection | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private settled: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | null = null;
  private attempt = 0;
  private refusals = 0;
  private everOnline = false;
  private connecting = 0;
  private state: ConnectionState = "connecting";
  private readonly listeners = new Set<() => void>();
  private readonly subscriptions = new Subscriptions((frame) => {
    if (this.connection?.ready) this.connection.send(frame);
  });
  private readonly requests = new Requests();

  constructor(private readonly options: SocketOptions) {}

  start(): void {
    if (this.stopWatching) return;
    this.stopWatching = this.options.environment.watch((what) => this.surroundingsChanged(what));
    this.refusals = 0;
    this.attempt = 0;
    void this.connect();
  }

  /** Closes for good (until `start`); followers stay registered. */
  stop(): void {
    this.stopWatching?.();
    this.stopWatching = null;
    this.connecting++;
    clearTimeout(this.retry);
    clearTimeout(this.settled);
    this.connection?.end();
    this.everOnline = false;
    this.announce("connecting");
  }

  getState = (): ConnectionState => this.state;

  /** Calls back at every change of `getState`. */
  onState = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tries at once instead of waiting for the next attempt; a connection that seems alive is probed. */
  nudge(): void {
    if (this.connection) this.connection.probe();
    else if (this.stopWatching) void this.connect();
  }

  /** Gives up the present connection and makes a new one. */
  reconnect(): void {
    this.connection?.end();
  }

  /** Follows a conversation from the event after `after` on. One follower a conversation. */
  follow(conversation: string, after: number, follower: Follower): Following {
    return this.subscriptions.follow(conversation, after, follower);
  }

  /** Follows the person's own stream. The time without connection is not replayed: `resync` is told. */
  followPersonal(follower: PersonalFollower): () => void {
    return this.subscriptions.followPersonal(follower);
  }

  /** Sends a frame that nobody answers. False: there is no connection to send it on. */
  note = (frame: NoteFrame): boolean => {
    const { connection } = this;
    if (!connection?.ready) return false;
    connection.send(frame);
    return true;
  };

  /** Sends a frame and waits for its reply. @throws DisconnectedError, NoReplyError, RefusedError */
  async request(frame: RequestFrame): Promise<unknown> {
    const connection = this.connection;
    if (!connection?.ready) throw new DisconnectedError();
    return await this.requests.open((ref) => connection.send({ ...frame, ref }), REPLY_TIMEOUT);
  }

  private async connect(): Promise<void> {
    clearTimeout(this.retry);
    if (this.connection) return;
    const mine = ++this.connecting;
    let token: string | null;
    try {
      token = await this.options.token(this.refusals > 0);
    } catch {
      // Whatever kept the token away (no network, a server in restart) is met by trying again.
      if (mine === this.connecting) this.retryLater();
      return;
    }
    if (mine !== this.connecting) return;
    if (token === null) {
      this.stop();
      this.options.signedOut();
      return;
    }
    this.connection = new Connection(this.options.environment, this.options.url, token, {
      ready: () => this.opened(),
      frame: (frame) => this.receive(frame),
      closed: (code) => this.closed(code),
    });
  }

  private opened(): void {
    this.everOnline = true;
    // The token was accepted: whatever closes this connection later is no refusal of it.
    this.refusals = 0;
    this.settled = setTimeout(() => this.proved(), STABLE);
    this.subscriptions.opened();
    this.announce("online");
  }

  /** The connection has been of use: the next cut starts from the shortest wait again. */
  private proved(): void {
    this.attempt = 0;
  }

  private closed(code: number): void {
    this.connection = null;
    clearTimeout(this.settled);
    this.subscriptions.closed();
    this.requests.abandon();
    if (!this.stopWatching) return;
    if (code === CLOSE.notAuthenticated) this.refusals++;
    if (code === CLOSE.tooMany) this.attempt = Math.max(this.attempt, HOPEFUL_ATTEMPTS);
    if (this.refusals > 1) {
      // A token fresh from the server was refused as well: the session is over.
      this.stop();
      this.options.signedOut();
      return;
    }
    this.retryLater();
  }

  private retryLater(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(
      () => void this.connect(),
      delayBefore(this.attempt, () => this.options.environment.random()),
    );
    this.attempt++;
    this.announce(this.stateAway());
  }

  private stateAway(): ConnectionState {
    if (!this.options.environment.isOnline() || this.attempt > HOPEFUL_ATTEMPTS) return "offline";
    return this.everOnline ? "reconnecting" : "connecting";
  }

  private surroundingsChanged(what: "online" | "offline" | "visible"): void {
    // "offline" is a hint, not a fact: a server on this very machine is still there. The probe finds out.
    if (what !== "offline") this.nudge();
    else if (this.connection) this.connection.probe();
    else this.announce(this.stateAway());
  }

  private receive(frame: ServerFrame): void {
    if (frame.type === "event") {
      if (frame.conversation === null) this.subscriptions.deliverPersonal(frame.event);
      else this.subscriptions.deliver(frame.conversation, frame);
    } else if (frame.type === "base") {
      this.onBase?.(frame.frame);
    } else if (frame.type === "presence") {
      this.subscriptions.presence(frame);
    } else if (frame.type === "problem") {
      this.subscriptions.refused(frame.conversation);
    } else if (frame.type === "subscribed") {
      this.proved();
      this.subscriptions.confirmed(frame.conversation);
    } else if (frame.type === "resync") {
      this.subscriptions.resync(frame.conversation);
    } else if (frame.type === "reply") {
      this.proved();
      if (frame.ok) this.requests.resolve(frame.ref, frame.data);
      else this.requests.refuse(frame.ref, frame.problem);
    }
  }

  private announce(state: ConnectionState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
