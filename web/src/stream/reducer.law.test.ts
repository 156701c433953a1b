// @vitest-environment node
/** The law: events applied to a stale copy equal a fresh fetch, however they arrive. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { NumberedEvent } from "./frames";
import { applyAll, needsRefetch } from "./reducer";
import { EMPTY, type ConversationState } from "./state";
import { ServerModel } from "./testing/server-model";
import type { Part, Step } from "./testing/steps";
import { load, loadNewer, loadOlder } from "./window";

// Text with emoji, combining marks and lone surrogates: offsets count UTF-16 code units.
const words = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom("👩‍👩‍👧‍👦", "\ud83d", "\ude00", "e\u0301", "🇩🇪 und ", "```\n", "\u0000"),
);
const pick = fc.nat(20);
const end = fc.record({
  do: fc.constant("end" as const),
  how: fc.constantFrom("completed" as const, "stopped" as const, "failed" as const),
  pick,
});

const streaming = [
  { weight: 3, arbitrary: fc.constant<Step>({ do: "ask" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "retry" }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constantFrom("write" as const, "think" as const), text: words, pick }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ do: "save" }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("ground" as const), text: words, done: fc.boolean(), pick }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("takeover" as const), pick }) },
  { weight: 3, arbitrary: end },
];
const steps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(...streaming), { maxLength: 60 });

/** Everything that may happen to a conversation: branches, comparisons, the queue, deletions too. */
const history: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    ...streaming,
    { weight: 1, arbitrary: fc.constant<Step>({ do: "compare" }) },
    { weight: 2, arbitrary: fc.constant<Step>({ do: "queue" }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom("edit" as const, "show" as const, "delete" as const, "choose" as const),
        pick,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("unqueue" as const), pick }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), pick }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("receipt" as const), pick, read: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("tell" as const), joint: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("change" as const), pick, text: words }) },
    { weight: 3, arbitrary: end },
  ),
  { maxLength: 60 },
);

function applied(state: ConversationState, events: readonly NumberedEvent[]): ConversationState {
  const next = applyAll(state, events);
  if (needsRefetch(next)) throw new Error(next.refetch);
  return next;
}

/** As a reader who fetches afresh whenever events do not suffice. */
function followed(
  start: ConversationState,
  server: ServerModel,
  events: readonly NumberedEvent[],
  part?: Part,
  slack = 0,
): ConversationState {
  let state = start;
  for (let tries = 0; ; tries++) {
    const next = applyAll(state, events);
    if (!needsRefetch(next)) return next;
    if (tries > 2) throw new Error(`fetches without end: ${next.refetch}`);
    state = load(state, server.fetch(slack, part), next.seen);
  }
}

function expectSame(state: ConversationState, server: ServerModel): void {
  const { shown } = server;
  expect(Object.fromEntries(state.messages)).toEqual(
    Object.fromEntries(shown.map((item) => [item.id, item])),
  );
  expect(state.path).toEqual(shown.map((item) => item.id));
  expect(state.queue).toEqual(server.queue);
  expect(state.receipts).toEqual(server.readers.receipts);
  expect(state.cursor).toBe(server.head);
}

/** What is loaded is a part of what is shown, without a hole, and up to the end if it says so. */
function expectPart(state: ConversationState, server: ServerModel): void {
  const { shown } = server;
  const from = shown.findIndex((item) => item.id === state.path[0]);
  const part = state.path.length === 0 ? [] : shown.slice(from, from + state.path.length);
  expect(state.path).toEqual(part.map((item) => item.id));
  expect([...state.messages.values()]).toEqual(part);
  if (state.newer === null) expect(state.path.at(-1)).toBe(shown.at(-1)?.id);
  expect(state.queue).toEqual(server.queue);
  expect(state.receipts).toEqual(server.readers.receipts);
}

describe("events applied to a stale copy", () => {
  it("equal a fresh fetch, from any point on", () => {
    fc.assert(
      fc.property(steps, fc.nat(60), fc.nat(20), (script, at, slack) => {
        const server = new ServerModel();
        let stale = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          if (index === at) stale = load(EMPTY, server.fetch(slack));
          server.run(step);
        });
        const missed = server.log.filter(({ n }) => n > (stale.cursor ?? 0));
        expectSame(applied(stale, missed), server);
      }),
      { numRuns: 500 },
    );
  });

  it("equal it whatever happens to the history, with a fetch where that is needed", () => {
    fc.assert(
      fc.property(history, fc.nat(60), fc.nat(20), (script, at, slack) => {
        const server = new ServerModel();
        let stale = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          if (index === at) stale = load(EMPTY, server.fetch(slack));
          server.run(step);
        });
        expectSame(followed(stale, server, server.log, undefined, slack), server);
      }),
      { numRuns: 800 },
    );
  });

  it("equal it for a reader who looks now and then, and whose fetches lag behind", () => {
    fc.assert(
      fc.property(history, fc.array(fc.nat(60), { maxLength: 8 }), fc.nat(30), (script, points, slack) => {
        const server = new ServerModel();
        let state = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          server.run(step);
          if (points.includes(index)) state = followed(state, server, server.log, undefined, slack);
        });
        expectSame(followed(state, server, server.log), server);
      }),
      { numRuns: 500 },
    );
  });

  it("keep a part of the conversation a part of it", () => {
    const part = fc.record({ limit: fc.integer({ min: 1, max: 6 }), from: fc.nat(8) });
    fc.assert(
      fc.property(history, part, fc.boolean(), fc.nat(60), fc.nat(20), (script, where, middle, at, slack) => {
        const server = new ServerModel();
        const wanted = middle ? where : { limit: where.limit };
        let stale = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          if (index === at) stale = load(EMPTY, server.fetch(slack, wanted));
          server.run(step);
        });
        expectPart(followed(stale, server, server.log, wanted, slack), server);
      }),
      { numRuns: 800 },
    );
  });

  it("and the neighbouring pages make the whole of it again", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 6 }), fc.nat(8), (script, limit, from) => {
        const server = new ServerModel();
        for (const step of script) server.run(step);
        let state = load(EMPTY, server.fetch(0, { limit, from }));
        state = loadOlder(state, server.fetch(0, { limit: Math.min(from, server.shown.length), from: 0 }));
        if (state.newer !== null)
          state = loadNewer(state, server.fetch(0, { limit: Infinity, from: from + limit }));
        expectSame(followed(state, server, server.log), server);
      }),
    );
  });

  it("equal it through cuts, repetitions and replays of any part", () => {
    const cuts = fc.array(fc.record({ back: fc.nat(30), take: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(history, cuts, fc.nat(60), (script, connections, at) => {
        const server = new ServerModel();
        let state = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          if (index === at) state = load(EMPTY, server.fetch());
          server.run(step);
        });
        for (const { back, take } of connections) {
          const from = Math.max(0, server.log.findIndex(({ n }) => n > (state.cursor ?? 0)) - back);
          state = followed(state, server, server.log.slice(from, from + back + take));
        }
        expectSame(followed(state, server, server.log), server);
      }),
      { numRuns: 500 },
    );
  });

  it("one by one or all at once make no difference", () => {
    fc.assert(
      fc.property(steps, (script) => {
        const server = new ServerModel();
        const start = load(EMPTY, server.fetch());
        for (const step of script) server.run(step);
        const single = server.log.reduce((state, event) => applied(state, [event]), start);
        expect(single).toEqual(applied(start, server.log));
      }),
    );
  });

  it("are refused when one of them is missing", () => {
    fc.assert(
      fc.property(steps, fc.nat(), (script, which) => {
        const server = new ServerModel();
        const start = load(EMPTY, server.fetch());
        for (const step of script) server.run(step);
        fc.pre(server.log.length > 1);
        const hole = which % (server.log.length - 1);
        const result = applyAll(
          start,
          server.log.filter((_, index) => index !== hole),
        );
        expect(needsRefetch(result)).toBe(true);
      }),
    );
  });
});
