/** The law: events applied to a stale copy equal a fresh fetch, however they arrive. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { NumberedEvent } from "./frames";
import { applyAll, load, needsRefetch } from "./reducer";
import { EMPTY, type ConversationState } from "./state";
import { ServerModel, type Step } from "./testing/server-model";

// Text with emoji, combining marks and lone surrogates: offsets count UTF-16 code units.
const words = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom("👩‍👩‍👧‍👦", "\ud83d", "\ude00", "e\u0301", "🇩🇪 und ", "```\n", "\u0000"),
);

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Step>({ do: "ask" }) },
    { weight: 1, arbitrary: fc.constant<Step>({ do: "retry" }) },
    { weight: 10, arbitrary: words.map<Step>((text) => ({ do: "write", text })) },
    { weight: 2, arbitrary: words.map<Step>((text) => ({ do: "think", text })) },
    { weight: 3, arbitrary: fc.constant<Step>({ do: "save" }) },
    { weight: 2, arbitrary: fc.constant<Step>({ do: "takeover" }) },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom("completed" as const, "stopped" as const, "failed" as const)
        .map<Step>((how) => ({ do: "end", how })),
    },
  ),
  { maxLength: 60 },
);

function applied(state: ConversationState, events: readonly NumberedEvent[]): ConversationState {
  const next = applyAll(state, events);
  if (needsRefetch(next)) throw new Error(next.refetch);
  return next;
}

function expectSame(state: ConversationState, server: ServerModel): void {
  const fresh = load(EMPTY, { ...server.fetch(), items: [...server.messages.values()] });
  expect(Object.fromEntries(state.messages)).toEqual(Object.fromEntries(server.messages));
  expect(state.path).toEqual(fresh.path);
  expect(state.cursor).toBe(server.head);
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

  it("equal it through cuts, repetitions and replays of any part", () => {
    const cuts = fc.array(fc.record({ back: fc.nat(30), take: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, cuts, fc.nat(60), (script, connections, at) => {
        const server = new ServerModel();
        let state = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          if (index === at) state = load(EMPTY, server.fetch());
          server.run(step);
        });
        for (const { back, take } of connections) {
          const from = Math.max(0, server.log.findIndex(({ n }) => n > (state.cursor ?? 0)) - back);
          state = applied(state, server.log.slice(from, from + back + take));
        }
        expectSame(applied(state, server.log), server);
      }),
      { numRuns: 500 },
    );
  });

  it("equal it when the reader loads afresh in the middle and is behind or ahead", () => {
    fc.assert(
      fc.property(steps, fc.array(fc.nat(60), { maxLength: 5 }), fc.nat(30), (script, points, slack) => {
        const server = new ServerModel();
        let state = load(EMPTY, server.fetch());
        script.forEach((step, index) => {
          server.run(step);
          if (points.includes(index)) state = load(applied(state, server.log), server.fetch(slack));
        });
        expectSame(applied(state, server.log), server);
      }),
      { numRuns: 300 },
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
      fc.property(steps, fc.nat(), (script, pick) => {
        const server = new ServerModel();
        const start = load(EMPTY, server.fetch());
        for (const step of script) server.run(step);
        fc.pre(server.log.length > 1);
        const hole = pick % (server.log.length - 1);
        const result = applyAll(
          start,
          server.log.filter((_, index) => index !== hole),
        );
        expect(needsRefetch(result)).toBe(true);
      }),
    );
  });
});
