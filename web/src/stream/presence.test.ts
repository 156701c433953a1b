// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { NoteFrame } from "./frames";
import { Presence } from "./presence";
import { ReceiptSender } from "./receipt-sender";
import { Typing } from "./typing";

const ada = { id: "ada", name: "Ada" };
const grace = { id: "grace", name: "Grace" };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe("who is here", () => {
  const heard = (
    presence: Presence,
    connection: string,
    state: "here" | "typing" | "gone",
    person = ada,
  ): void => presence.hear({ connection, person, state });

  it("counts people, not their connections", () => {
    const presence = new Presence();
    const changed = vi.fn();
    presence.subscribe(changed);
    heard(presence, "1", "here");
    heard(presence, "2", "here");
    heard(presence, "3", "typing", grace);
    expect(presence.get()).toEqual({ here: [ada, grace], typing: [grace] });
    expect(changed).toHaveBeenCalledTimes(2);
    heard(presence, "1", "gone");
    expect(presence.get().here).toEqual([ada, grace]);
    heard(presence, "2", "gone");
    expect(presence.get().here).toEqual([grace]);
    presence.clear();
    expect(presence.get()).toEqual({ here: [], typing: [] });
  });

  it("forgets those who are silent, and sooner that they type", () => {
    const presence = new Presence();
    heard(presence, "1", "typing");
    vi.advanceTimersByTime(5_000);
    heard(presence, "1", "typing");
    vi.advanceTimersByTime(5_900);
    expect(presence.get().typing).toEqual([ada]);
    vi.advanceTimersByTime(200);
    expect(presence.get()).toEqual({ here: [ada], typing: [] });
    vi.advanceTimersByTime(38_000);
    heard(presence, "1", "here");
    vi.advanceTimersByTime(44_000);
    expect(presence.get().here).toEqual([ada]);
    vi.advanceTimersByTime(1_100);
    expect(presence.get().here).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("stops typing with the word that they do", () => {
    const presence = new Presence();
    heard(presence, "1", "typing");
    heard(presence, "1", "here");
    expect(presence.get()).toEqual({ here: [ada], typing: [] });
  });
});

describe("typing", () => {
  it("is told again only while it lasts, and that it is over once", () => {
    const told: boolean[] = [];
    const typing = new Typing("c", (frame) => {
      if (frame.type === "typing") told.push(frame.on);
    });
    typing.stopped();
    for (let key = 0; key < 20; key++) {
      typing.pressed();
      vi.advanceTimersByTime(200);
    }
    expect(told).toEqual([true, true]);
    typing.stopped();
    typing.stopped();
    expect(told).toEqual([true, true, false]);
    typing.pressed();
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual([true, true, false, true, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("receipts", () => {
  let sent: NoteFrame[];
  let connected: boolean;
  let sender: ReceiptSender;

  beforeEach(() => {
    sent = [];
    connected = true;
    sender = new ReceiptSender((frame) => {
      if (connected) sent.push(frame);
      return connected;
    });
  });

  it("are told once a second at most, the last one always", () => {
    for (let message = 1; message <= 5; message++) {
      sender.read("c", String(message));
      vi.advanceTimersByTime(300);
    }
    vi.advanceTimersByTime(5_000);
    expect(sent.map((frame) => "read" in frame && frame.read)).toEqual(["1", "4", "5"]);
    sender.read("c", "5");
    vi.advanceTimersByTime(5_000);
    expect(sent).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("of what has only arrived are told too, unless it was read", () => {
    sender.delivered("c", "1");
    sender.read("c", "1");
    sender.delivered("c", "1");
    sender.delivered("other", "9");
    vi.advanceTimersByTime(2_000);
    expect(sent).toEqual([
      { type: "receipt", conversation: "c", delivered: "1" },
      { type: "receipt", conversation: "other", delivered: "9" },
      { type: "receipt", conversation: "c", read: "1" },
    ]);
  });

  it("wait for the connection", () => {
    connected = false;
    sender.read("c", "1");
    vi.advanceTimersByTime(5_000);
    connected = true;
    sender.opened();
    sender.opened();
    expect(sent).toEqual([{ type: "receipt", conversation: "c", read: "1" }]);
  });
});
