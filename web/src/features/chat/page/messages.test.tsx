/** What can be done with messages, in the whole application. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CONVERSATION, conversation, message, messageId, queuedQuestion } from "@/stream/testing/messages";

import { json, nothing } from "../../../../test/wire";
import { MODEL, OTHER_MODEL, setStage, type Stage } from "../testing/stage";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  await stage.server.stop();
});

const answer = message(2, { content: "Hi **there**", model: MODEL });
const running = message(2, {
  status: "streaming",
  content: "Well",
  attempt: 1,
  completed_at: null,
  model: MODEL,
});
const at = (method: string, path: string): string => `${method} /conversations/${CONVERSATION}/${path}`;
const field = (): HTMLElement => screen.getByRole("textbox", { name: "Your message" });

describe("a question", () => {
  it("is edited in its place and asked anew beside the old one", async () => {
    stage.stored(message(1, { content: "Old words" }), answer);
    stage.server.respond = () => undefined;
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Edit the question" }));
    const box = await screen.findByRole("textbox", { name: "The question, to be asked anew" });
    await waitFor(() => expect(box).toHaveFocus());
    expect(screen.getByRole("button", { name: "Ask" })).toBeDisabled();
    await userEvent.type(box, " and new");
    await userEvent.click(screen.getByRole("button", { name: "Ask" }));
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    expect(stage.server.frames("message.send")[0]).toMatchObject({
      content: "Old words and new",
      edits: messageId(1),
      parent_id: null,
    });
    expect(screen.queryByText("there")).not.toBeInTheDocument();
  });

  it("is left as it was by Escape, with the focus where it came from", async () => {
    stage.stored(message(1), answer);
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Edit the question" }));
    await userEvent.type(await screen.findByRole("textbox", { name: /asked anew/ }), "x{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "Edit the question" })).toHaveFocus());
    expect(screen.getByText("Message 1")).toBeVisible();
  });

  it("that was the last one is edited with the arrow key from the empty composer", async () => {
    stage.stored(message(1), answer);
    await stage.open();
    await screen.findByText("there");
    await userEvent.type(field(), "{ArrowUp}");
    expect(await screen.findByRole("textbox", { name: /asked anew/ })).toHaveValue("Message 1");
  });

  it("with several versions leads from one to the next", async () => {
    const siblings = { index: 2, count: 3, previous_id: messageId(7), next_id: messageId(8) };
    stage.stored(message(1, { siblings }), answer);
    const other = message(7, {
      content: "The first version",
      role: "user",
      parent_id: null,
      siblings: { index: 1, count: 3, previous_id: null, next_id: messageId(1) },
    });
    stage.rest.on(at("POST", `messages/${messageId(7)}/show`), () => {
      stage.stored(other);
      return json(conversation());
    });
    await stage.open();
    const versions = await screen.findByRole("group", { name: "Versions of this question" });
    expect(within(versions).getByRole("img", { name: "Version 2 of 3" })).toHaveTextContent("2/3");
    await userEvent.click(within(versions).getByRole("button", { name: "Previous version" }));
    expect(await screen.findByText("The first version")).toBeVisible();
    expect(screen.queryByText("there")).not.toBeInTheDocument();
    // The button that was pressed is gone; from its heir one can walk on.
    await waitFor(() => expect(screen.getByRole("button", { name: "Next version" })).toHaveFocus());
  });

  it("keeps what is written anew when another device puts another version in its place", async () => {
    stage.stored(message(1, { content: "Old words" }), answer);
    stage.server.respond = () => undefined;
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Edit the question" }));
    await userEvent.type(await screen.findByRole("textbox", { name: /asked anew/ }), " and mine");
    stage.stored(message(7, { content: "Theirs", role: "user", parent_id: null }));
    stage.happens({ type: "history.changed", leaf_id: messageId(7) });
    await waitFor(() => expect(screen.queryByText("there")).not.toBeInTheDocument());
    expect(await screen.findByRole("textbox", { name: /asked anew/ })).toHaveValue("Old words and mine");
    await userEvent.click(screen.getByRole("button", { name: "Ask" }));
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    expect(stage.server.frames("message.send")[0]).toMatchObject({
      content: "Old words and mine",
      edits: messageId(1),
    });
  });
});

describe("an answer", () => {
  it("is rated with a click, and why after it", async () => {
    stage.stored(message(1), answer);
    const rating = at("PUT", `messages/${answer.id}/rating`);
    stage.rest.on(rating, () => json({}));
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Bad answer" }));
    await userEvent.click(await screen.findByRole("checkbox", { name: "Incomplete" }));
    await userEvent.type(screen.getByRole("textbox", { name: "In your own words" }), "Too short");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(stage.rest.at(rating).map(({ body }) => body)).toEqual([
        { value: "down", reasons: [], comment: "" },
        { value: "down", reasons: ["incomplete"], comment: "Too short" },
      ]),
    );
    expect(screen.getByRole("button", { name: "Bad answer" })).toHaveAttribute("aria-pressed", "true");
  });

  it("is quoted into the composer, deleted only when one means it", async () => {
    stage.stored(message(1), answer);
    stage.rest.on(at("DELETE", `messages/${answer.id}`), nothing);
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "More about this answer" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Quote" }));
    await waitFor(() => expect(field()).toHaveValue("> Hi **there**\n\n"));
    expect(field()).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "More about this answer" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
    expect(await screen.findByRole("dialog", { name: "Delete this answer?" })).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(stage.rest.at(at("DELETE", `messages/${answer.id}`))).toHaveLength(1));
    stage.stored(message(1));
    stage.happens({ type: "history.changed", leaf_id: messageId(1) });
    await waitFor(() => expect(screen.queryByText("there")).not.toBeInTheDocument());
  });

  it("that was cut off goes on", async () => {
    stage.stored(message(1), { ...answer, finish_reason: "length" });
    stage.rest.on(at("POST", `messages/${answer.id}/continue`), () => json({ answer }, 201));
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Go on" }));
    expect(stage.rest.at(at("POST", `messages/${answer.id}/continue`))).toHaveLength(1);
    stage.happens({ type: "message.updated", message: { ...answer, status: "pending" } });
    expect(await screen.findByRole("button", { name: "Stop the answer" })).toBeVisible();
  });

  it("says how long it was thought about, and what one might ask next", async () => {
    stage.stored(message(1), { ...answer, reasoning: "Hm", reasoning_ms: 4200, suggestions: ["And why?"] });
    stage.server.respond = () => undefined;
    await stage.open();
    expect(await screen.findByRole("button", { name: "Thought for 4.2 sec" })).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "And why?" }));
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    expect(stage.server.frames("message.send")[0]).toMatchObject({
      content: "And why?",
      parent_id: answer.id,
    });
  });
});

describe("several models", () => {
  const compared = { role: "assistant", parent_id: messageId(1), comparison_id: "c" } as const;
  const first = message(2, { ...compared, content: "From one", model: MODEL });
  const second = message(3, { ...compared, content: "From another", model: OTHER_MODEL });

  it("are asked at once", async () => {
    stage.stored();
    stage.server.respond = () => undefined;
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: /^Model: / }));
    await userEvent.click(await screen.findByRole("menuitemcheckbox", { name: /Ask several models/ }));
    await userEvent.click(await screen.findByRole("menuitemcheckbox", { name: "Other model" }));
    expect(screen.getByRole("button", { name: /^Model: 2 models/ })).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await userEvent.type(field(), "Who?{Enter}");
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    expect(stage.server.frames("message.send")[0]).toMatchObject({
      model_id: null,
      model_ids: [MODEL.id, OTHER_MODEL.id],
    });
  });

  it("answer side by side until one goes on", async () => {
    stage.stored(message(1), first, second);
    const choose = at("POST", `messages/${second.id}/choose`);
    stage.rest.on(choose, () => json(conversation()));
    await stage.open();
    expect(await screen.findByRole("region", { name: "Answers side by side" })).toBeVisible();
    await userEvent.type(field(), "Next");
    expect(screen.getByText("Choose the answer to go on with.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Go on with this answer: Other model" }));
    await waitFor(() => expect(screen.queryByText("From one")).not.toBeInTheDocument());
    expect(screen.getByText("From another")).toBeVisible();
    expect(stage.rest.at(choose)).toHaveLength(1);
  });
});

describe("the queue", () => {
  it("takes what is asked while an answer is written; it is changed, taken out or sent at once", async () => {
    stage.stored(message(1), running);
    const waiting = queuedQuestion(5, { content: "And then?" });
    stage.server.respond = () => ({
      ok: true,
      data: { question: null, answer: null, answers: [], queued: waiting },
    });
    const path = `queue/${waiting.id}`;
    for (const [method, rest] of [
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/steer"],
    ] as const)
      stage.rest.on(at(method, path + rest), () => json({}));
    await stage.open();
    await screen.findByText("Well");
    await userEvent.type(field(), "And then?{Enter}");
    const queue = await screen.findByRole("region", { name: "Waiting questions" });
    expect(stage.server.frames("message.send")[0]).toMatchObject({ when_busy: "queue", parent_id: null });
    await userEvent.click(await within(queue).findByRole("button", { name: "Edit the waiting question" }));
    await userEvent.type(within(queue).getByRole("textbox", { name: "Waiting question" }), " More.");
    await userEvent.click(within(queue).getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(stage.rest.at(at("PATCH", path))[0]?.body).toEqual({ content: "And then? More." }),
    );
    await userEvent.click(await within(queue).findByRole("button", { name: "Send now" }));
    await waitFor(() => expect(stage.rest.at(at("POST", `${path}/steer`))).toHaveLength(1));
    await userEvent.click(within(queue).getByRole("button", { name: "Take out of the queue" }));
    stage.happens({ type: "question.unqueued", question_id: waiting.id });
    await waitFor(() => expect(queue).not.toBeInTheDocument());
  });
});
