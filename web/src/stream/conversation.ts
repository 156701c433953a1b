/**
 * One conversation, kept up to date: fetches it, follows its events, and tells listeners when it changed.
 * Left and entered again it goes on from where it was, without a fetch, as long as the server still has the events.
 */

import { createBatch, type Batch, type Schedule } from "./batch";
import { delayBefore } from "./backoff";
import type { NumberedEvent } from "./frames";
import { applyAll, load, loadOlder, needsRefetch } from "./reducer";
import { EMPTY, type ConversationState } from "./state";
import type { RealtimeSocket } from "./socket";
import type { Following } from "./subscriptions";
import type { MessagePage } from "./types";

export interface ConversationSource {
  readonly socket: Pick<RealtimeSocket, "follow" | "onState" | "getState">;
  /** The latest page, or the one that `cursor` leads to; null when there is no such conversation. */
  readonly fetchPage: (conversation: string, cursor: string | null) => Promise<MessagePage | null>;
  readonly schedule: Schedule;
}

/**
 * `new`: not known to the server yet, nothing is fetched. `failed`: nothing could be loaded; tried again when the
 * connection is back, or by `reload`. `missing`: there is no such conversation (for this person).
 */
export type Phase = "new" | "loading" | "ready" | "failed" | "missing";

export interface ConversationView {
  readonly phase: Phase;
  readonly error: unknown;
  readonly history: "idle" | "loading" | "failed";
  readonly state: ConversationState;
}

export class ConversationStream {
  private view: ConversationView;
  private readonly listeners = new Set<() => void>();
  private readonly batch: Batch<NumberedEvent>;
  private following: Following | null = null;
  private viewers = 0;
  private fetching = false;
  private refetches = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | null = null;

  constructor(
    readonly id: string,
    private readonly source: ConversationSource,
    phase: "new" | "loading" = "loading",
  ) {
    this.view = { phase, error: null, history: "idle", state: EMPTY };
    this.batch = createBatch((events) => this.applyEvents(events), source.schedule);
  }

  getView = (): ConversationView => this.view;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get isOpen(): boolean {
    return this.viewers > 0;
  }

  /** Somebody looks at it from now on, until the returned function is called. */
  open(): () => void {
    if (this.viewers++ === 0) this.begin();
    let closed = false;
    return () => {
      if (closed) return;
      closed = true;
      if (--this.viewers === 0) this.end();
    };
  }

  /** The server knows the conversation now. */
  created(): void {
    if (this.view.phase !== "new") return;
    this.change({ phase: "loading" });
    if (this.isOpen) void this.fetch();
  }

  /** Fetches afresh, for the reader who asks to try again. */
  reload(): void {
    if (this.view.phase === "failed") this.change({ phase: "loading", error: null });
    void this.fetch();
  }

  /** Changes the state by something that happened on this device. */
  update(change: (state: ConversationState) => ConversationState): void {
    this.batch.flush();
    const state = change(this.view.state);
    if (state !== this.view.state) this.change({ state });
  }

  async loadOlder(): Promise<void> {
    const { state, history } = this.view;
    if (state.older === null || history === "loading") return;
    this.change({ history: "loading" });
    const asked = state.older;
    try {
      const page = await this.source.fetchPage(this.id, asked);
      // A fresh fetch in the meantime has begun another history; this page does not join on to it.
      if (page && this.view.state.older === asked) this.change({ state: loadOlder(this.view.state, page) });
      this.change({ history: "idle" });
    } catch {
      // Shown in place, with a way to try again; what is on the page stays.
      this.change({ history: "failed" });
    }
  }

  private begin(): void {
    this.stopWatching = this.source.socket.onState(() => {
      if (this.source.socket.getState() === "online" && this.view.phase === "failed") this.reload();
    });
    if (this.view.phase === "new" || this.view.phase === "missing") return;
    const { cursor } = this.view.state;
    if (cursor === null) void this.fetch();
    else this.follow(cursor);
  }

  private end(): void {
    this.batch.flush();
    this.following?.stop();
    this.following = null;
    this.stopWatching?.();
    clearTimeout(this.retry);
  }

  private follow(after: number): void {
    if (this.following) this.following.restart(after);
    else {
      this.following = this.source.socket.follow(this.id, after, {
        event: (event) => this.batch.push(event),
        resync: () => this.refetch(),
      });
    }
  }

  private applyEvents(events: NumberedEvent[]): void {
    const next = applyAll(this.view.state, events);
    if (needsRefetch(next)) this.refetch();
    else if (next !== this.view.state) {
      this.refetches = 0;
      this.change({ state: next });
    }
  }

  /** Events no longer suffice. The second time in a row waits a little, so that no disagreement becomes a storm. */
  private refetch(): void {
    this.batch.clear();
    if (!this.isOpen || this.fetching) return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.fetch(), delayBefore(this.refetches++, Math.random));
  }

  private async fetch(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const page = await this.source.fetchPage(this.id, null);
      this.batch.clear();
      if (page) {
        this.change({ phase: "ready", error: null, state: load(this.view.state, page) });
        if (this.isOpen) this.follow(page.event_cursor);
      } else {
        this.change({ phase: "missing" });
      }
    } catch (error) {
      if (this.view.state.cursor === null) this.change({ phase: "failed", error });
      else if (this.isOpen)
        this.retry = setTimeout(() => void this.fetch(), delayBefore(++this.refetches, Math.random));
    } finally {
      this.fetching = false;
    }
  }

  private change(changes: Partial<ConversationView>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
  }
}
