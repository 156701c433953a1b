import { describe, expect, it } from "vitest";

import type { AnswerDelta, ConversationEvent } from "./frames";
import { deliveryOf } from "./receipts";
import { apply, needsRefetch } from "./reducer";
import { EMPTY, runningAnswers, type ConversationState } from "./state";
import { message, messageId, moment, news, pageOf } from "./testing/messages";
import { after, loaded } from "./testing/states";
import type { Message } from "./types";
import { chosen, load } from "./window";

function delta(offset: number, text: string, attempt = 1): AnswerDelta {
  return { type: "answer.delta", message_id: messageId(2), attempt, offset, text };
}

const streaming = message(2, { status: "streaming", content: "Go 👋", attempt: 1, completed_at: null });
const running = loaded([message(1), streaming]);
const content = (state: ConversationState, number = 2): string | undefined =>
  state.messages.get(messageId(number))?.content;

describe("text", () => {
  it.each<[string, AnswerDelta[], string]>([
    ["is appended", [delta(5, " now")], "Go 👋 now"],
    ["that is there already changes nothing", [delta(0, "Go 👋"), delta(3, "👋")], "Go 👋"],
    ["that overlaps adds only the rest", [delta(3, "👋, and")], "Go 👋, and"],
    ["may begin inside a surrogate pair", [delta(4, "\udc4b!")], "Go 👋!"],
    ["of an earlier attempt is ignored", [delta(5, "old", 0)], "Go 👋"],
    ["of a later attempt goes on from its offset", [delta(3, "there", 2)], "Go there"],
  ])("%s", (_, deltas, expected) => {
    expect(content(after(running, ...deltas))).toBe(expected);
  });

  it("beyond a gap calls for a fetch", () => {
    expect(needsRefetch(apply(running, { n: 101, event: delta(6, "x") }))).toBe(true);
  });

  it("of reasoning grows beside the answer", () => {
    const event = { ...delta(0, "Hm"), type: "answer.reasoning" as const };
    expect(after(running, event).messages.get(streaming.id)).toMatchObject({
      reasoning: "Hm",
      content: "Go 👋",
    });
  });

  it("does not come back to life after the end", () => {
    const done = loaded([message(1), { ...streaming, status: "completed", content: "Go 👋 now" }]);
    const replayed = after(
      done,
      { type: "answer.started", message_id: streaming.id, attempt: 1, length: 0 },
      delta(0, "Go"),
    );
    expect(replayed.messages.get(streaming.id)).toMatchObject({ status: "completed", content: "Go 👋 now" });
  });

  it("of a message beyond the loaded pages is left to the fetch of that page", () => {
    expect(after(running, { ...delta(7, "x"), message_id: messageId(99) }).messages.size).toBe(2);
  });
});

describe("a takeover", () => {
  const started = (length: number, attempt = 2): ConversationEvent => ({
    type: "answer.started",
    message_id: streaming.id,
    attempt,
    length,
  });

  it("cuts the text to what was saved", () => {
    expect(content(after(running, started(3), delta(3, "on", 2)))).toBe("Go on");
  });

  it("that asks for more than is here calls for a fetch", () => {
    expect(needsRefetch(apply(running, { n: 101, event: started(50) }))).toBe(true);
  });

  it("announces the answer as it was saved, reasoning and all", () => {
    const saved = { ...streaming, attempt: 2, content: "Go", reasoning: "Hm" };
    const state = after(running, { type: "message.created", message: saved }, started(2), delta(2, " on", 2));
    expect(state.messages.get(streaming.id)).toMatchObject({ content: "Go on", reasoning: "Hm", attempt: 2 });
    const late = after(state, {
      type: "message.created",
      message: { ...streaming, attempt: 0, content: "" },
    });
    expect(content(late)).toBe("Go on");
  });

  it("that is known changes nothing", () => {
    expect(content(after(running, started(0, 1)))).toBe("Go 👋");
  });
});

describe("numbers", () => {
  it("that came before are skipped", () => {
    expect(apply(running, { n: 100, event: delta(5, "x") })).toBe(running);
  });

  it("that jump call for a fetch", () => {
    expect(needsRefetch(apply(running, { n: 102, event: delta(5, "x") }))).toBe(true);
  });

  it("count events of kinds we do not know", () => {
    expect(after(running, { type: "unknown", name: "typing" }, delta(5, "!")).cursor).toBe(102);
  });
});

describe("the end", () => {
  it("is what the server says, whatever was streamed", () => {
    const final = { ...streaming, status: "failed" as const, content: "Go" };
    const state = after(running, { type: "message.failed", message: final });
    expect(state.messages.get(streaming.id)).toEqual(final);
    expect(runningAnswers(running).map(({ id }) => id)).toEqual([streaming.id]);
    expect(runningAnswers(state)).toEqual([]);
  });

  it("of an earlier attempt does not end a later one", () => {
    const second = loaded([message(1), { ...streaming, attempt: 2 }]);
    const state = after(second, { type: "message.failed", message: { ...streaming, status: "failed" } });
    expect(state.messages.get(streaming.id)?.status).toBe("streaming");
  });
});

describe("a new message", () => {
  const four = loaded([1, 2, 3, 4].map((number) => message(number)));
  const created = (number: number, changes: Partial<Message>): ConversationEvent => ({
    type: "message.created",
    message: message(number, changes),
  });

  it("goes to the end", () => {
    expect(after(four, created(5, {})).path).toEqual([1, 2, 3, 4, 5].map(messageId));
  });

  it("whose parent is not the end begins a branch: what was behind it is no longer shown", () => {
    const state = after(four, created(5, { role: "assistant", parent_id: messageId(1) }));
    expect(state.path).toEqual([1, 5].map(messageId));
    expect([...state.messages.keys()]).toEqual(state.path);
  });

  it("without a parent is the first one, whatever was loaded", () => {
    const middle = load(EMPTY, pageOf([message(3), message(4)], { next_cursor: "older", event_cursor: 100 }));
    expect(after(middle, created(9, { parent_id: null }))).toMatchObject({
      path: [messageId(9)],
      older: null,
    });
  });

  it("is none that another worker goes on with while another branch is shown", () => {
    expect(after(four, created(9, { role: "assistant", parent_id: messageId(1), attempt: 2 })).path).toEqual(
      four.path,
    );
  });

  it("of which nobody knows where it goes calls for a fetch, once", () => {
    const middle = load(EMPTY, pageOf([message(3)], { newer_cursor: "newer", event_cursor: 100 }));
    const event = created(9, { parent_id: messageId(8) });
    const result = apply(middle, { n: 101, event });
    expect(result).toMatchObject({ seen: 101 });
    const fetched = load(middle, pageOf([message(3)], { newer_cursor: "newer", event_cursor: 100 }), 101);
    expect(apply(fetched, { n: 101, event })).toMatchObject({ path: [messageId(3)], cursor: 101 });
  });

  it("stands side by side with the others of its comparison until one of them is gone on with", () => {
    const compared = {
      role: "assistant",
      parent_id: messageId(5),
      comparison_id: "c",
      status: "pending",
    } as const;
    const asked = after(four, created(5, {}), created(6, compared), created(7, compared));
    expect(asked.path).toEqual([1, 2, 3, 4, 5, 6, 7].map(messageId));
    expect(runningAnswers(asked).map(({ id }) => id)).toEqual([6, 7].map(messageId));
    const wentOn = after(asked, created(8, { role: "user", parent_id: messageId(6) }));
    expect(wentOn.path).toEqual([1, 2, 3, 4, 5, 6, 8].map(messageId));
    expect(chosen(asked, message(7, compared)).path).toEqual([1, 2, 3, 4, 5, 7].map(messageId));
  });
});

describe("the conversation itself", () => {
  it("is renamed and deleted by events", () => {
    const renamed = news({ title: "Jena", joint: true });
    const state = after(running, { type: "conversation.updated", conversation: renamed });
    expect(state.conversation).toEqual(renamed);
    expect(after(state, { type: "conversation.deleted", conversation_id: renamed.id }).deleted).toBe(true);
  });
});

describe("receipts", () => {
  const grace = { id: "grace", name: "Grace" };
  const told = (delivered: number | null, read: number | null): ConversationEvent => ({
    type: "receipt.changed",
    receipt: {
      person: grace,
      delivered_until: delivered === null ? null : moment(delivered),
      read_until: read === null ? null : moment(read),
    },
  });

  it("go forward only, whatever comes late", () => {
    const state = after(running, told(2, null), told(4, 3), told(1, 1));
    expect(state.receipts).toEqual([{ person: grace, delivered_until: moment(4), read_until: moment(3) }]);
    expect(after(state, told(4, 3)).receipts).toBe(state.receipts);
  });

  it("end with the right to read", () => {
    const state = after(running, told(4, 3), told(null, null));
    expect(state.receipts).toEqual([]);
  });

  it("say what has become of one's own message", () => {
    const { receipts } = after(running, told(4, 2), {
      type: "receipt.changed",
      receipt: { person: { id: "me", name: "Ada" }, delivered_until: moment(9), read_until: moment(9) },
    });
    const state = (number: number) => deliveryOf(message(number), receipts, "me");
    expect(state(2)).toEqual({ state: "read", readBy: ["Grace"], deliveredTo: [] });
    expect(state(4)).toEqual({ state: "delivered", readBy: [], deliveredTo: ["Grace"] });
    expect(state(5)).toEqual({ state: "sent", readBy: [], deliveredTo: [] });
  });
});
