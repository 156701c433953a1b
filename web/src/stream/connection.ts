/** One physical connection: first-frame authentication, and a watch that notices when it has died silently. */

import { decodeFrame } from "./decoder";
import type { Environment, WebSocketLike } from "./environment";
import type { ServerFrame } from "./frames";

/** Milliseconds from opening to `ready`. */
const READY_TIMEOUT = 10_000;
/** Milliseconds within which a living server answers a ping. */
const PROBE_TIMEOUT = 3_000;
/** Heartbeats that may be missed, in heartbeats. */
const PATIENCE = 2.5;
/** `WebSocket.OPEN`. */
const OPEN = 1;
/** Ended by us because nothing came any more; never sent by a server. */
const SILENT = 4900;

export interface ConnectionEvents {
  ready(): void;
  frame(frame: ServerFrame): void;
  /** Once, whatever ended it. */
  closed(code: number): void;
}

export class Connection {
  private readonly socket: WebSocketLike;
  private deadline: ReturnType<typeof setTimeout>;
  private patience = READY_TIMEOUT;
  private lastFrame = 0;
  private ended = false;
  private isReady = false;

  constructor(
    environment: Environment,
    url: string,
    private readonly token: string,
    private readonly events: ConnectionEvents,
  ) {
    this.socket = environment.open(url);
    this.deadline = setTimeout(() => this.end(SILENT), READY_TIMEOUT);
    this.socket.onopen = () => this.send({ type: "authenticate", token: this.token });
    this.socket.onmessage = (event: { data: unknown }) => this.receive(event.data);
    this.socket.onclose = (event: { code: number }) => this.end(event.code);
    // `close` always follows; without a listener some implementations throw.
    this.socket.onerror = () => undefined;
  }

  get ready(): boolean {
    return this.isReady && !this.ended;
  }

  send(frame: object): void {
    // The other end may be closing it already: what is sent then is lost, and `closed` follows at once.
    if (!this.ended && this.socket.readyState === OPEN) this.socket.send(JSON.stringify(frame));
  }

  /** Asks the server for a sign of life; without one the connection ends soon. */
  probe(): void {
    if (!this.ready) return;
    this.send({ type: "ping" });
    this.watch(PROBE_TIMEOUT);
  }

  /** Ends the connection, once; `closed` is told before this returns. */
  end(code = 1000): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.deadline);
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    // The reason travels only in codes that clients may send; our own stay here.
    this.socket.close(1000);
    this.events.closed(code);
  }

  private receive(data: unknown): void {
    this.lastFrame = Date.now();
    const decoded = decodeFrame(data);
    // A frame we cannot read changes nothing here; were it an event, the next number shows the hole.
    if (!decoded.ok) return;
    if (decoded.value.type === "ready") {
      this.isReady = true;
      this.patience = decoded.value.heartbeatSeconds * 1000 * PATIENCE;
      this.watch(this.patience);
      this.events.ready();
      return;
    }
    this.events.frame(decoded.value);
  }

  /** One timer for many frames: it looks at the time of the last one and sleeps for what is left. */
  private watch(milliseconds: number): void {
    clearTimeout(this.deadline);
    const from = Date.now();
    this.deadline = setTimeout(() => {
      const heardSince = this.lastFrame >= from;
      if (!heardSince) this.end(SILENT);
      else this.watch(Math.max(1, this.patience - (Date.now() - this.lastFrame)));
    }, milliseconds);
  }
}
