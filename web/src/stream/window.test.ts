// @vitest-environment node
import { describe, expect, it } from "vitest";

import { apply } from "./reducer";
import { EMPTY, type Outgoing } from "./state";
import { message, messageId, pageOf, queuedQuestion } from "./testing/messages";
import { after, loaded } from "./testing/states";
import { addOutgoing, failOutgoing, load, loadNewer, loadOlder, merge, queued, rated } from "./window";

const streaming = message(2, { status: "streaming", content: "Go 👋", attempt: 1, completed_at: null });
const running = loaded([message(1), streaming]);
const outgoing: Outgoing = {
  id: messageId(3),
  content: "Message 3",
  parentId: messageId(2),
  modelId: null,
  edits: null,
  queues: false,
  attachments: [],
  createdAt: message(3).created_at,
  state: "waiting",
  problem: null,
};

describe("the history", () => {
  it("is fetched afresh when it has changed", () => {
    expect(apply(running, { n: 101, event: { type: "history.changed", leaf_id: null } })).toMatchObject({
      seen: 101,
    });
  });

  it("grows by older and newer pages", () => {
    const middle = load(
      EMPTY,
      pageOf([message(3), message(4)], { next_cursor: "o", newer_cursor: "n", event_cursor: 100 }),
    );
    const older = loadOlder(middle, pageOf([message(1), message(2)]));
    expect(older).toMatchObject({ path: [1, 2, 3, 4].map(messageId), older: null, newer: "n" });
    const newer = loadNewer(older, pageOf([message(5), message(6)], { event_cursor: 90 }));
    // Events that came meanwhile were none of these messages' then: they are told again.
    expect(newer).toMatchObject({ path: [1, 2, 3, 4, 5, 6].map(messageId), newer: null, cursor: 90 });
  });

  it("that is fetched takes the place of all that was loaded", () => {
    const state = load(running, pageOf([message(8), message(9)], { next_cursor: "x", event_cursor: 200 }));
    expect(state).toMatchObject({ path: [8, 9].map(messageId), older: "x", cursor: 200 });
  });
});

describe("the queue", () => {
  const waiting = queuedQuestion(3);

  it("holds questions until they are asked, changed or taken out", () => {
    const state = after(running, { type: "question.queued", question: waiting });
    expect(state.queue).toEqual([waiting]);
    const changed = { ...waiting, content: "Other words" };
    expect(after(state, { type: "question.changed", question: changed }).queue).toEqual([changed]);
    expect(after(state, { type: "question.unqueued", question_id: waiting.id }).queue).toEqual([]);
    const asked = after(state, { type: "message.created", message: message(3) });
    expect(asked).toMatchObject({ queue: [], path: [1, 2, 3].map(messageId) });
  });

  it("takes what was on its way, whether the reply or the event comes first", () => {
    const sent = addOutgoing(running, { ...outgoing, queues: true });
    expect(queued(sent, waiting)).toMatchObject({ outgoing: [], queue: [waiting] });
    expect(after(queued(sent, waiting), { type: "question.queued", question: waiting }).queue).toEqual([
      waiting,
    ]);
  });
});

describe("a rating", () => {
  it("is kept beside the message, and withdrawn", () => {
    const rating = { value: "up", reasons: [], comment: "" } as const;
    const state = rated(running, messageId(2), rating);
    expect(state.ratings.get(messageId(2))).toEqual(rating);
    expect(rated(state, messageId(2), null).ratings.size).toBe(0);
  });
});

describe("a question on its way", () => {
  const waiting = outgoing;
  const sent = addOutgoing(loaded([message(1), message(2)]), waiting);

  it("gives way to the stored one, however it arrives", () => {
    expect(after(sent, { type: "message.created", message: message(3) }).outgoing).toEqual([]);
    expect(merge(sent, [message(3), message(4)])).toMatchObject({
      outgoing: [],
      path: [1, 2, 3, 4].map(messageId),
    });
    expect(load(sent, pageOf([message(3)])).outgoing).toEqual([]);
    expect(addOutgoing(merge(sent, [message(3)]), waiting).outgoing).toEqual([]);
  });

  it("keeps its text when it is refused", () => {
    const problem = { code: "x", title: "No", detail: null, status: 422, retry_after: null };
    expect(failOutgoing(sent, waiting.id, problem).outgoing).toEqual([
      { ...waiting, state: "failed", problem },
    ]);
  });
});
