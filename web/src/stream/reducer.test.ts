import { describe, expect, it } from "vitest";

import type { AnswerDelta, ConversationEvent } from "./frames";
import {
  addOutgoing,
  apply,
  applyAll,
  choose,
  failOutgoing,
  load,
  loadOlder,
  merge,
  needsRefetch,
} from "./reducer";
import { EMPTY, runningAnswer, siblingsOf, type ConversationState, type Outgoing } from "./state";
import { conversation, message, messageId } from "./testing/messages";
import type { Message } from "./types";

function loaded(items: Message[], older: string | null = null): ConversationState {
  return load(EMPTY, { items, next_cursor: older, event_cursor: 100 });
}

function after(state: ConversationState, ...events: ConversationEvent[]): ConversationState {
  const from = (state.cursor ?? 0) + 1;
  const next = applyAll(
    state,
    events.map((event, index) => ({ n: from + index, event })),
  );
  if (needsRefetch(next)) throw new Error(next.refetch);
  return next;
}

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
    expect(runningAnswer(running)?.id).toBe(streaming.id);
    expect(runningAnswer(state)).toBeNull();
  });

  it("of an earlier attempt does not end a later one", () => {
    const second = loaded([message(1), { ...streaming, attempt: 2 }]);
    const state = after(second, { type: "message.failed", message: { ...streaming, status: "failed" } });
    expect(state.messages.get(streaming.id)?.status).toBe("streaming");
  });
});

describe("branches", () => {
  const retried = loaded([
    message(1),
    message(2),
    message(3, { role: "assistant", parent_id: messageId(1) }),
  ]);

  it("show the newest", () => {
    expect(retried.path).toEqual([messageId(1), messageId(3)]);
    expect(siblingsOf(retried, message(2))).toEqual([messageId(2), messageId(3)]);
  });

  it("show what the reader chose, with what follows it", () => {
    const longer = after(choose(retried, messageId(2)), {
      type: "message.created",
      message: message(4, { parent_id: messageId(2) }),
    });
    expect(longer.path).toEqual([messageId(1), messageId(2), messageId(4)]);
    expect(choose(longer, null).path).toEqual([messageId(1), messageId(2), messageId(4)]);
    expect(choose(longer, messageId(3)).path).toEqual([messageId(1), messageId(3)]);
  });

  it("fall back to the newest when the chosen message is deleted", () => {
    const state = after(choose(retried, messageId(2)), { type: "message.deleted", message_id: messageId(2) });
    expect(state.path).toEqual([messageId(1), messageId(3)]);
  });
});

describe("history", () => {
  const older = loaded([message(3), message(4)], "older");

  it("joins on above", () => {
    const state = loadOlder(older, { items: [message(1), message(2)], next_cursor: null });
    expect(state.path).toEqual([1, 2, 3, 4].map(messageId));
    expect(state.older).toBeNull();
  });

  it("stays when a fresh page joins on to it", () => {
    const state = load(older, { items: [message(5), message(6)], next_cursor: "x", event_cursor: 200 });
    expect(state.path).toEqual([3, 4, 5, 6].map(messageId));
    expect(state.older).toBe("older");
  });

  it("goes when there is a hole, and is loaded again on the way up", () => {
    const state = load(older, { items: [message(8), message(9)], next_cursor: "x", event_cursor: 200 });
    expect(state.path).toEqual([8, 9].map(messageId));
    expect(state.older).toBe("x");
  });

  it("forgets what was deleted meanwhile", () => {
    const state = load(older, {
      items: [message(4, { parent_id: null })],
      next_cursor: null,
      event_cursor: 200,
    });
    expect(state.path).toEqual([messageId(4)]);
  });
});

describe("a question on its way", () => {
  const waiting: Outgoing = {
    id: messageId(3),
    content: "Message 3",
    parentId: messageId(2),
    modelId: null,
    createdAt: message(3).created_at,
    state: "waiting",
    problem: null,
  };
  const sent = addOutgoing(loaded([message(1), message(2)]), waiting);

  it("gives way to the stored one, however it arrives", () => {
    expect(after(sent, { type: "message.created", message: message(3) }).outgoing).toEqual([]);
    expect(merge(sent, [message(3), message(4)])).toMatchObject({
      outgoing: [],
      path: [1, 2, 3, 4].map(messageId),
    });
    expect(load(sent, { items: [message(3)], next_cursor: null, event_cursor: 1 }).outgoing).toEqual([]);
    expect(addOutgoing(merge(sent, [message(3)]), waiting).outgoing).toEqual([]);
  });

  it("keeps its text when it is refused", () => {
    const problem = { code: "x", title: "No", detail: null, status: 422, retry_after: null };
    expect(failOutgoing(sent, waiting.id, problem).outgoing).toEqual([
      { ...waiting, state: "failed", problem },
    ]);
  });
});

describe("the conversation itself", () => {
  it("is renamed and deleted by events", () => {
    const renamed = conversation({ title: "Jena" });
    const state = after(running, { type: "conversation.updated", conversation: renamed });
    expect(state.conversation).toEqual(renamed);
    expect(after(state, { type: "conversation.deleted", conversation_id: renamed.id }).deleted).toBe(true);
  });
});
