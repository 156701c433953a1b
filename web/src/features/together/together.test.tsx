/** Joint conversations on the page, in the whole application: who is here, what has become of questions, what one may do. */
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { setStage, type Stage } from "@/features/chat/testing/stage";
import type { Conversation } from "@/stream";
import { CONVERSATION, conversation, message, moment, queuedQuestion } from "@/stream/testing/messages";

import { person } from "../../../test/people";
import { json, page, problem } from "../../../test/wire";

const me = { id: person().id, name: person().name };
const grace = { id: "grace", name: "Grace Hopper" };
const olga = { id: "olga", name: "Olga" };

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  await stage.server.stop();
});

/** What the server has of the conversation, for this person. */
function given(changes: Partial<Conversation>): void {
  const shared = conversation({ joint: true, ...changes });
  stage.rest.on(`GET /conversations/${CONVERSATION}`, () => json(shared));
  stage.rest.on("GET /conversations", ({ query }) =>
    page((query.get("scope") === "joined") === (shared.access !== "owner") ? [shared] : []),
  );
}

const present = (who: typeof grace, state: string, connection = who.id): void =>
  stage.server.broadcast({ type: "presence", conversation: CONVERSATION, connection, person: who, state });

const question = (number: number, author: typeof grace | null) => message(number, { author });

describe("a joint conversation", () => {
  it("shows who is here and who is typing, but not oneself", async () => {
    given({});
    stage.stored(question(1, me), message(2));
    await stage.open();
    present(grace, "here");
    present(olga, "typing");
    present(me, "typing", "another device of mine");
    const here = await screen.findByRole("img", { name: "Here now: Grace Hopper and Olga" });
    expect(here).toHaveTextContent("GHO");
    expect(await screen.findByText("Olga is typing …")).toBeInTheDocument();
    present(grace, "typing");
    expect(await screen.findByText("Grace Hopper and Olga are typing …")).toBeInTheDocument();
    present(grace, "gone");
    present(olga, "gone");
    await waitFor(() => expect(screen.queryByRole("img", { name: /Here now/ })).not.toBeInTheDocument());
  });

  it("names who has asked, and says what has become of one's own questions", async () => {
    given({});
    stage.stored(question(1, grace), message(2), question(3, me), message(4));
    await stage.open();
    expect(await screen.findByRole("heading", { name: "Grace Hopper" })).toBeVisible();
    const ticks = await screen.findByRole("img", { name: "Sent" });
    expect(screen.getAllByRole("img", { name: /Sent|Read by|Delivered/ })).toEqual([ticks]);
    const receipt = (who: typeof grace, delivered: number, read: number | null) =>
      act(() =>
        stage.happens({
          type: "receipt.changed",
          receipt: {
            person: who,
            delivered_until: moment(delivered),
            read_until: read === null ? null : moment(read),
          },
        }),
      );
    receipt(me, 4, 4);
    receipt(grace, 3, 2);
    expect(await screen.findByRole("img", { name: "Delivered to Grace Hopper" })).toBeInTheDocument();
    receipt(olga, 4, 4);
    expect(
      await screen.findByRole("img", { name: "Read by Olga · Delivered to Grace Hopper" }),
    ).toBeInTheDocument();
  });

  it("tells the others that one is typing, and how far one has read", async () => {
    given({});
    stage.stored(question(1, me), message(2));
    await stage.open();
    await waitFor(() =>
      expect(stage.server.frames("receipt")).toEqual([
        { type: "receipt", conversation: CONVERSATION, read: message(2).id },
      ]),
    );
    await userEvent.type(await screen.findByRole("textbox", { name: "Your message" }), "He");
    await userEvent.clear(screen.getByRole("textbox", { name: "Your message" }));
    await waitFor(() => expect(stage.server.frames("typing").map(({ on }) => on)).toEqual([true, false]));
  });

  it("is told of nothing while it is one's own alone", async () => {
    stage.stored(question(1, me), message(2));
    await stage.open();
    await userEvent.type(await screen.findByRole("textbox", { name: "Your message" }), "He");
    expect(screen.queryByRole("img", { name: "Sent" })).not.toBeInTheDocument();
    expect(stage.server.received.map(({ type }) => type)).not.toContain("receipt");
    expect(stage.server.received.map(({ type }) => type)).not.toContain("typing");
  });

  it("lets one read along: no composer, and nothing that changes it", async () => {
    given({ access: "reader", owner: grace });
    stage.stored(question(1, grace), message(2, { siblings: { ...message(2).siblings, count: 2 } }));
    await stage.open("reading");
    expect(await screen.findByText(/Grace Hopper can let you ask/)).toBeVisible();
    expect(screen.queryByRole("textbox", { name: "Your message" })).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Good answer" })).toBeInTheDocument();
    for (const name of [/Answer again/, /Edit the question/, /More about/, /Previous version/, "Rename"])
      expect(screen.queryByRole("button", { name })).not.toBeInTheDocument();
    const bar = screen.getByRole("banner");
    await userEvent.click(within(bar).getByRole("button", { name: "Options of “Weimar”" }));
    const items = (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
    expect(items).toEqual(["People …", "Leave chat"]);
  });

  it("lets a writer change questions of their own only, in the queue too", async () => {
    given({ access: "writer", owner: grace });
    const running = message(4, { status: "streaming", content: "…", completed_at: null });
    const queue = [queuedQuestion(5, { author: grace }), queuedQuestion(6, { author: me })];
    stage.stored(question(1, grace), message(2), question(3, me), running);
    stage.rest.on(`GET /conversations/${CONVERSATION}/messages`, () =>
      json({
        items: [question(1, grace), message(2), question(3, me), running],
        next_cursor: null,
        event_cursor: 10,
        queue,
      }),
    );
    await stage.open();
    const waiting = await screen.findByRole("region", { name: "Waiting questions" });
    const entries = within(waiting).getAllByRole("listitem");
    expect(entries.map((entry) => within(entry).queryAllByRole("button").length)).toEqual([0, 3]);
    expect(entries[0]).toHaveTextContent("Grace HopperQueued 5");
    expect(await screen.findAllByRole("button", { name: "Edit the question" })).toHaveLength(1);
  });

  it("that is taken away says so calmly, and keeps what one was writing", async () => {
    given({ access: "writer", owner: grace });
    stage.stored(question(1, grace), message(2));
    await stage.open();
    await userEvent.type(await screen.findByRole("textbox", { name: "Your message" }), "Half a thought");
    const gone = () => problem(404, "not_found");
    stage.rest.on(`GET /conversations/${CONVERSATION}`, gone);
    stage.rest.on(`GET /conversations/${CONVERSATION}/messages`, gone);
    stage.server.broadcast({
      type: "problem",
      conversation: CONVERSATION,
      problem: { code: "not_found", title: "Not there", status: 404 },
    });
    expect(await screen.findByText("This conversation is no longer shared with you")).toBeVisible();
    expect(await screen.findByText("Half a thought")).toBeVisible();
    expect(screen.queryByText("Message 2")).not.toBeInTheDocument();
  });
});

describe("the lists", () => {
  const personal = (event: object): void =>
    stage.server.broadcast({ type: "event", conversation: null, n: 1, event });
  const OTHER = "0198c0de-0000-7000-8000-000000000002";
  const shared = conversation({ id: OTHER, title: "Gotha", joint: true, access: "reader", owner: grace });

  it("take in what is opened to one, mark what is new, and ask what holds", async () => {
    stage.stored(question(1, me), message(2));
    await stage.open();
    expect(screen.queryByRole("region", { name: "Shared with me" })).not.toBeInTheDocument();
    personal({ type: "conversation.created", conversation: { ...shared, unread: null } });
    const section = await screen.findByRole("region", { name: "Shared with me" });
    expect(within(section).getByRole("link", { name: /Gotha/ })).toBeVisible();
    expect(within(section).getByRole("img", { name: "Unread" })).toBeInTheDocument();
    personal({ type: "conversation.read", conversation_id: OTHER });
    await waitFor(() => expect(screen.queryByRole("img", { name: "Unread" })).not.toBeInTheDocument());
    personal({ type: "conversation.updated", conversation: shared, news: { message_id: "m1", by: me.id } });
    personal({ type: "conversation.updated", conversation: { ...shared, title: "Erfurt" }, news: null });
    expect(await screen.findByRole("link", { name: "Erfurt" })).toBeVisible();
    personal({ type: "conversation.updated", conversation: shared, news: { message_id: "m2", by: null } });
    expect(await screen.findByRole("link", { name: /Gotha ?Unread/ })).toBeVisible();
    await waitFor(() =>
      expect(stage.server.frames("receipt")).toEqual([
        { type: "receipt", conversation: OTHER, delivered: "m2" },
      ]),
    );
    stage.rest.on(`GET /conversations/${OTHER}`, () => problem(404, "not_found"));
    personal({ type: "conversation.access", conversation_id: OTHER });
    await waitFor(() =>
      expect(screen.queryByRole("region", { name: "Shared with me" })).not.toBeInTheDocument(),
    );
  });
});
