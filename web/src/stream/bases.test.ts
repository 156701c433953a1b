// @vitest-environment node
import { beforeEach, describe, expect, it } from "vitest";

import { Bases, type BaseEvent } from "./bases";
import { decodeFrame } from "./decoder";
import type { Fields } from "./fields";
import type { NoteFrame } from "./frames";
import type { ConnectionState } from "./socket";

/** A connection that can be cut; what the server says comes through the real decoder. */
class Line {
  onBase: ((frame: Fields) => void) | null = null;
  readonly sent: NoteFrame[] = [];
  private state: ConnectionState = "online";
  private readonly listeners: (() => void)[] = [];

  readonly note = (frame: NoteFrame): boolean => {
    if (this.state === "online") this.sent.push(frame);
    return this.state === "online";
  };
  readonly onState = (listener: () => void): (() => void) => {
    this.listeners.push(listener);
    return () => undefined;
  };
  readonly getState = (): ConnectionState => this.state;

  become(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  says(frame: object): void {
    const decoded = decodeFrame(JSON.stringify(frame));
    if (decoded.ok && decoded.value.type === "base") this.onBase?.(decoded.value.frame);
  }
}

let line: Line;
let bases: Bases;
let heard: (BaseEvent | string)[];

const follower = {
  event: (event: BaseEvent) => void heard.push(event),
  missed: () => void heard.push("missed"),
  live: (is: boolean) => void heard.push(is ? "live" : "not live"),
  closed: () => void heard.push("closed"),
};

beforeEach(() => {
  line = new Line();
  bases = new Bases(line);
  heard = [];
});

describe("a base that is followed", () => {
  it("tells how far its documents and operations are, once the server has confirmed", () => {
    const stop = bases.follow("b", follower);
    const changed = { type: "document.changed", base_id: "b", document_id: "d" };
    line.says({ type: "event", base: "b", event: changed });
    line.says({ type: "base.followed", base: "b" });
    const work = { status: "running", stage: "reading", percent: 40 };
    line.says({ type: "event", base: "b", event: { ...changed, ...work } });
    line.says({ type: "event", base: "b", event: changed });
    const counts = { status: "running", total: 3, done: 1, failed: 0 };
    line.says({
      type: "event",
      base: "b",
      event: { type: "operation.changed", operation_id: "o", ...counts },
    });
    line.says({ type: "event", base: "b", event: { type: "document.changed" } });
    line.says({ type: "event", base: "other", event: changed });
    expect(heard).toEqual([
      "live",
      { type: "document", id: "d", work },
      { type: "document", id: "d", work: null },
      { type: "operation", id: "o", ...counts },
      { type: "other" },
    ]);
    stop();
    line.says({ type: "event", base: "b", event: changed });
    expect(heard).toHaveLength(5);
    expect(line.sent.map(({ type }) => type)).toEqual(["base.follow", "base.unfollow"]);
  });

  it("is asked for again after a cut, and once for all who look at it", () => {
    const stops = [bases.follow("b", follower), bases.follow("b", { ...follower })];
    line.says({ type: "base.followed", base: "b" });
    line.become("reconnecting");
    line.become("online");
    line.says({ type: "base.followed", base: "b" });
    expect(heard).toEqual(["live", "live", "not live", "not live", "live", "live"]);
    stops[0]?.();
    expect(line.sent.map(({ type }) => type)).toEqual(["base.follow", "base.follow"]);
    stops[1]?.();
    line.become("online");
    expect(line.sent.map(({ type }) => type)).toEqual(["base.follow", "base.follow", "base.unfollow"]);
  });

  it("says when something was missed, and when it is not for the person", () => {
    bases.follow("b", follower);
    line.says({ type: "base.followed", base: "b" });
    line.says({ type: "resync", base: "b" });
    line.says({ type: "base.closed", base: "b" });
    line.says({ type: "problem", base: "b", problem: {} });
    expect(heard).toEqual(["live", "missed", "not live", "closed", "closed"]);
  });
});
