/** A realtime server on loopback that speaks the contract, and can be told to misbehave. Node only. */

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

import type { Environment } from "../environment";
import type { NumberedEvent } from "../frames";

export interface ClientFrame {
  readonly type: string;
  readonly [field: string]: unknown;
}

export class RealtimeServer {
  readonly received: ClientFrame[] = [];
  /** Events of each conversation; numbers need not begin at 1. */
  readonly logs = new Map<string, NumberedEvent[]>();
  /** Older events than this number are gone: a reader who wants them is told to resync. */
  trimmedTo = 0;
  tokens = new Set(["good"]);
  heartbeatSeconds = 60;
  /** What becomes of a request with a `ref`; undefined leaves it without a reply. */
  respond: (frame: ClientFrame) => object | undefined = () => ({ ok: true, data: null });
  connections = 0;
  private readonly followers = new Map<WebSocket, Set<string>>();

  private constructor(private readonly server: WebSocketServer) {
    server.on("connection", (socket) => this.accept(socket));
  }

  static async start(): Promise<RealtimeServer> {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    await once(server, "listening");
    return new RealtimeServer(server);
  }

  get url(): string {
    return `ws://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Breaks every connection without a farewell, as a lost network does. */
  cut(): void {
    for (const socket of this.server.clients) socket.terminate();
  }

  closeAll(code: number): void {
    for (const socket of this.server.clients) socket.close(code);
  }

  broadcast(frame: object | string): void {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    for (const socket of this.followers.keys()) socket.send(data);
  }

  append(conversation: string, event: NumberedEvent): void {
    this.log(conversation).push(event);
    for (const [socket, followed] of this.followers) {
      if (followed.has(conversation)) send(socket, { type: "event", conversation, ...event });
    }
  }

  frames(type: string): ClientFrame[] {
    return this.received.filter((frame) => frame.type === type);
  }

  private log(conversation: string): NumberedEvent[] {
    const log = this.logs.get(conversation) ?? [];
    this.logs.set(conversation, log);
    return log;
  }

  private accept(socket: WebSocket): void {
    this.connections++;
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as ClientFrame;
      this.received.push(frame);
      this.handle(socket, frame);
    });
    socket.on("close", () => this.followers.delete(socket));
  }

  private handle(socket: WebSocket, frame: ClientFrame): void {
    const followed = this.followers.get(socket);
    if (!followed) {
      if (frame.type !== "authenticate" || !this.tokens.has(String(frame.token))) {
        socket.close(4401);
        return;
      }
      this.followers.set(socket, new Set());
      send(socket, { type: "ready", heartbeat_seconds: this.heartbeatSeconds, person: "p" });
    } else if (frame.type === "subscribe") {
      this.subscribe(socket, followed, String(frame.conversation), Number(frame.after));
    } else if (frame.type === "unsubscribe") {
      followed.delete(String(frame.conversation));
    } else if (frame.type === "ping") {
      send(socket, { type: "pong" });
    } else if (frame.ref !== undefined) {
      const reply = this.respond(frame);
      if (reply) send(socket, { type: "reply", ref: frame.ref, ...reply });
    }
  }

  private subscribe(socket: WebSocket, followed: Set<string>, conversation: string, after: number): void {
    if (after < this.trimmedTo) {
      send(socket, { type: "resync", conversation });
      return;
    }
    followed.add(conversation);
    send(socket, { type: "subscribed", conversation, cursor: after });
    for (const event of this.log(conversation)) {
      if (event.n > after) send(socket, { type: "event", conversation, ...event });
    }
  }
}

function send(socket: WebSocket, frame: object): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

/** The surroundings of a page, for tests to change. */
export class TestEnvironment implements Environment {
  online = true;
  opened = 0;
  private readonly watchers = new Set<(what: "online" | "offline" | "visible") => void>();

  open(url: string): WebSocket {
    this.opened++;
    return new WebSocket(url);
  }

  isOnline(): boolean {
    return this.online;
  }

  watch(changed: (what: "online" | "offline" | "visible") => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  random(): number {
    return 0;
  }

  happen(what: "online" | "offline" | "visible"): void {
    for (const watcher of this.watchers) watcher(what);
  }
}
