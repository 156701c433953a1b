// @vitest-environment node
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeFrame, decodeMessage, decodePage, decodeTurn } from "./decoder";
import { newId } from "./ids";
import { conversation, CONVERSATION, message, messageId, moment, news } from "./testing/messages";

const frame = (value: unknown): ReturnType<typeof decodeFrame> => decodeFrame(JSON.stringify(value));

const SAID = { message_id: messageId(1), by: null };
const GRACE = { id: "grace", name: "Grace" };

describe("a frame", () => {
  it("never throws, whatever it holds", () => {
    fc.assert(fc.property(fc.anything(), (value) => typeof decodeFrame(value).ok === "boolean"));
    fc.assert(fc.property(fc.json(), (json) => typeof decodeFrame(json).ok === "boolean"));
    const almost = fc.record({
      type: fc.constantFrom("event", "ready", "reply", "resync", "problem", "subscribed", "presence"),
      event: fc.record({ type: fc.constantFrom("answer.delta", "message.created"), message: fc.anything() }),
      ref: fc.anything(),
      ok: fc.anything(),
      n: fc.anything(),
      conversation: fc.anything(),
    });
    fc.assert(fc.property(almost, (value) => typeof frame(value).ok === "boolean"));
  });

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "not JSON"],
    ["binary", new ArrayBuffer(2), "not a text frame"],
    ["a list", "[]", "frame is not an object"],
    [
      "no number",
      JSON.stringify({ type: "event", conversation: CONVERSATION, event: {} }),
      "n is not a number from 0 on",
    ],
    [
      "a negative offset",
      JSON.stringify({
        type: "event",
        conversation: CONVERSATION,
        n: 1,
        event: { type: "answer.delta", message_id: "m", attempt: 1, offset: -1, text: "x" },
      }),
      "offset is not a number from 0 on",
    ],
  ])("with %s names what is wrong", (_, data, error) => {
    expect(decodeFrame(data)).toEqual({ ok: false, error });
  });

  it("of one's own stream tells of lists, with one's own view of each conversation", () => {
    const shared = conversation({ access: "reader", owner: GRACE, joint: true, unread: true });
    const told = frame({
      type: "event",
      conversation: null,
      n: 1,
      event: { type: "conversation.updated", conversation: shared, news: SAID },
    });
    expect(told).toMatchObject({
      ok: true,
      value: { event: { conversation: shared, news: SAID } },
    });
    const { access, owner, joint, unread, ...earlier } = conversation();
    expect([access, owner, joint, unread]).toEqual(["owner", null, false, false]);
    expect(
      frame({
        type: "event",
        conversation: null,
        event: { type: "conversation.updated", conversation: earlier },
      }),
    ).toMatchObject({ ok: true, value: { event: { conversation: conversation(), news: null } } });
  });

  it("says who is here", () => {
    const presence = { type: "presence", conversation: CONVERSATION, connection: "k", person: GRACE };
    expect(frame({ ...presence, state: "typing" })).toEqual({
      ok: true,
      value: { ...presence, state: "typing" },
    });
    expect(frame({ ...presence, state: "asleep" })).toMatchObject({ ok: false });
  });

  it("of a newer server is counted, not refused", () => {
    const event = { type: "person.typing", anything: 1 };
    expect(frame({ type: "event", conversation: CONVERSATION, n: 7, event })).toEqual({
      ok: true,
      value: {
        type: "event",
        conversation: CONVERSATION,
        n: 7,
        event: { type: "unknown", name: "person.typing" },
      },
    });
    expect(frame({ type: "novelty" })).toEqual({ ok: true, value: { type: "unknown", name: "novelty" } });
  });

  it.each([
    { type: "answer.delta", message_id: "m", attempt: 1, offset: 3, text: "x" },
    { type: "answer.started", message_id: "m", attempt: 1, length: 3 },
    { type: "message.created", message: message(1) },
    { type: "message.deleted", message_id: messageId(1) },
    { type: "conversation.updated", conversation: news({ joint: true }) },
    {
      type: "receipt.changed",
      receipt: { person: GRACE, delivered_until: moment(2), read_until: null },
    },
  ])("carries $type", (event) => {
    const decoded = frame({ type: "event", conversation: CONVERSATION, n: 1, event });
    expect(decoded).toEqual({ ok: true, value: { type: "event", conversation: CONVERSATION, n: 1, event } });
  });
});

describe("a message", () => {
  it("is read with all it says", () => {
    const full = message(2, {
      model: { id: null, name: "gpt", display_name: "GPT", provider: "openai" },
      error: { code: "c", title: "t", detail: "d", retry_after: 3 },
      author: { id: "a", name: "Ada" },
      usage: {
        input_tokens: 1,
        output_tokens: 2,
        cost: "0.001",
        currency: "USD",
        time_to_first_token_ms: 30,
        duration_ms: null,
      },
    });
    expect(decodeMessage(JSON.parse(JSON.stringify(full)))).toEqual({ ok: true, value: full });
    expect(decodePage({ items: [full], next_cursor: null, event_cursor: 5 })).toMatchObject({ ok: true });
    expect(decodeTurn({ question: message(1), answer: full })).toMatchObject({ ok: true });
    expect(decodeTurn({ answer: full })).toMatchObject({ ok: true, value: { question: null } });
  });

  it("with an unknown status is refused by name", () => {
    expect(decodeMessage({ ...message(1), status: "dreaming" })).toMatchObject({
      ok: false,
      error: "status is none of pending, streaming, completed, stopped, failed",
    });
  });
});

describe("ids made here", () => {
  it("are UUIDs of version 7 that sort by time", () => {
    const early = newId(1_700_000_000_000);
    const late = newId(1_700_000_000_001);
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(1_700_000_000_000);
    expect(early < late).toBe(true);
    expect(newId()).not.toBe(newId());
  });
});
