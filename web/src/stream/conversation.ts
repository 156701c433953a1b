/**
 * One conversation, kept up to date: fetches it, follows its events, and tells listeners when it changed.
 * Left and entered again it goes on from where it was, without a fetch, as long as the server still has the events.
 */

import { createBatch, type Batch } from "./batch";
import { delayBefore } from "./backoff";
import type { NumberedEvent } from "./frames";
import { LatestWish } from "./latest-wish";
import { applyAll, lastNews, needsRefetch } from "./reducer";
import { Presence } from "./presence";
import { EMPTY, type ConversationState } from "./state";
import { LATEST, type PagePlace } from "./place";
import type { Following } from "./subscriptions";
import type { ConversationSource, ConversationView } from "./view";
import { load, loadNewer, loadOlder } from "./window";

export class ConversationStream {
  private view: ConversationView;
  private readonly listeners = new Set<() => void>();
  private readonly batch: Batch<NumberedEvent>;
  private following: Following | null = null;
  private viewers = 0;
  private readonly fetches = new LatestWish<PagePlace>((place) => this.fetch(place));
  /** Whether others may see it, as far as is known: the subscription brings who is here only if it was made since. */
  private joint: boolean | null = null;
  /** The last event that is known of to have changed the history. */
  private seen = 0;
  private refetches = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private stopWatching: (() => void) | null = null;
  /** The message that the reader is at; null at the end. A fresh fetch brings its surroundings. */
  reading: string | null = null;
  /** Who else is here. */
  readonly presence = new Presence();

  constructor(
    readonly id: string,
    private readonly source: ConversationSource,
    phase: "new" | "loading" = "loading",
  ) {
    this.view = { phase, error: null, history: "idle", onward: "idle", state: EMPTY };
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

  /** Somebody looks at it from now on, until the returned function is called; first of all at `message`. */
  open(message: string | null = null): () => void {
    if (this.viewers++ === 0) this.begin(message);
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
    if (this.isOpen) void this.fetches.want(LATEST);
  }

  /** What is known of it from elsewhere: once it has become joint, it is followed anew, to hear who is here. */
  known({ joint }: { readonly joint: boolean }): void {
    const { cursor } = this.view.state;
    const became = joint && this.joint === false;
    this.joint = joint;
    if (became && this.isOpen && this.following && cursor !== null) this.follow(cursor);
    if (!joint) this.presence.clear();
  }

  /** Fetches afresh, for the reader who asks to try again. */
  reload(): void {
    if (this.view.phase === "failed") this.change({ phase: "loading", error: null });
    void this.fetches.want(this.place());
  }

  /** Loads the surroundings of a message, whatever branch it is on. False: there is no such message. */
  async goTo(message: string): Promise<boolean> {
    if (!this.view.state.messages.has(message)) {
      this.reading = message;
      await this.fetches.want({ at: "around", message, show: true });
    }
    return this.view.state.messages.has(message);
  }

  /** Loads the end of the conversation, if it is not loaded. */
  async toLatest(): Promise<void> {
    this.reading = null;
    if (this.view.state.newer !== null) await this.fetches.want(LATEST);
  }

  /** Changes the state by something that happened on this device. */
  update(change: (state: ConversationState) => ConversationState): void {
    this.batch.flush();
    const state = change(this.view.state);
    if (state !== this.view.state) this.change({ state });
  }

  async loadOlder(): Promise<void> {
    const { state, history } = this.view;
    const asked = state.older;
    if (asked === null || history === "loading") return;
    this.change({ history: "loading" });
    try {
      const page = await this.source.fetchPage(this.id, { at: "older", cursor: asked });
      // A fresh fetch in the meantime has begun another window; this page does not join on to it.
      if (page && this.view.state.older === asked) this.change({ state: loadOlder(this.view.state, page) });
      this.change({ history: "idle" });
    } catch {
      // Shown in place, with a way to try again; what is on the page stays.
      this.change({ history: "failed" });
    }
  }

  async loadNewer(): Promise<void> {
    const { state, onward } = this.view;
    const asked = state.newer;
    if (asked === null || onward === "loading") return;
    this.change({ onward: "loading" });
    try {
      const page = await this.source.fetchPage(this.id, { at: "newer", cursor: asked });
      if (page && this.view.state.newer === asked) this.goOn(loadNewer(this.view.state, page));
      this.change({ onward: "idle" });
    } catch {
      // As with older ones.
      this.change({ onward: "failed" });
    }
  }

  /** Takes over a state that may be older than the events that came: they are told again. */
  private goOn(state: ConversationState): void {
    const { cursor } = this.view.state;
    this.change({ state });
    if (state.cursor === null || state.cursor === cursor) return;
    this.batch.clear();
    if (this.isOpen) this.follow(state.cursor);
  }

  private begin(message: string | null): void {
    this.stopWatching = this.source.socket.onState(() => {
      if (this.source.socket.getState() === "online" && this.view.phase === "failed") this.reload();
    });
    const { phase } = this.view;
    if (phase === "new" || phase === "missing") return;
    const { cursor, messages } = this.view.state;
    if (message !== null && !messages.has(message)) void this.goTo(message);
    else if (cursor === null) void this.fetches.want(LATEST);
    else this.follow(cursor);
  }

  private end(): void {
    this.batch.flush();
    this.following?.stop();
    this.following = null;
    this.presence.clear();
    this.stopWatching?.();
    clearTimeout(this.retry);
  }

  private follow(after: number): void {
    if (this.following) this.following.restart(after);
    else {
      this.following = this.source.socket.follow(this.id, after, {
        event: (event) => this.batch.push(event),
        resync: () => this.refetch(),
        presence: (frame) => this.presence.hear(frame),
        refused: () => this.refetch(),
      });
    }
  }

  private applyEvents(events: NumberedEvent[]): void {
    const next = applyAll(this.view.state, events);
    if (needsRefetch(next)) {
      const news = next.seen > this.seen;
      this.seen = Math.max(this.seen, next.seen);
      if (news || !this.fetches.busy) this.refetch();
      // What is fetched are messages; of the conversation itself only events tell.
      const told = lastNews(events);
      if (told) this.update((state) => ({ ...state, conversation: told }));
    } else if (next !== this.view.state) {
      this.refetches = 0;
      this.change({ state: next });
    }
    const { conversation } = this.view.state;
    if (conversation) this.known(conversation);
  }

  /** Events no longer suffice. The second time in a row waits a little, so that no disagreement becomes a storm. */
  private refetch(): void {
    this.batch.clear();
    if (!this.isOpen) return;
    clearTimeout(this.retry);
    this.fetchLater(() => this.place(), this.refetches++);
  }

  private fetchLater(place: () => PagePlace, attempt: number): void {
    this.retry = setTimeout(() => void this.fetches.want(place()), delayBefore(attempt, Math.random));
  }

  /** Where the reader is. */
  private place(): PagePlace {
    return this.reading === null ? LATEST : { at: "around", message: this.reading, show: false };
  }

  private async fetch(place: PagePlace): Promise<void> {
    const { seen } = this;
    try {
      const page = await this.source.fetchPage(this.id, place);
      this.batch.clear();
      if (page) {
        this.change({ phase: "ready", error: null, state: load(this.view.state, page, seen) });
        if (this.isOpen) this.follow(page.event_cursor);
      } else {
        this.lose();
      }
    } catch (error) {
      if (this.view.state.cursor === null) this.change({ phase: "failed", error });
      else if (this.isOpen) this.fetchLater(() => place, ++this.refetches);
    }
  }

  /** There is none (any more) for this person: nothing of it stays here. */
  private lose(): void {
    const { phase, state } = this.view;
    const had = phase === "withdrawn" || state.cursor !== null;
    this.following?.stop();
    this.following = null;
    this.presence.clear();
    this.change({ phase: had ? "withdrawn" : "missing", state: { ...EMPTY, outgoing: state.outgoing } });
  }

  private change(changes: Partial<ConversationView>): void {
    this.view = { ...this.view, ...changes };
    for (const listener of this.listeners) listener();
  }
}
