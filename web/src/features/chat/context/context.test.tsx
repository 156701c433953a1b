/** How full the model's context is, and where its sight begins, in the whole application. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";

import type { ContextUse } from "@/api/types";
import { CONVERSATION, message } from "@/stream/testing/messages";

import { json, page, problem } from "../../../../test/wire";
import { MODEL, OTHER_MODEL, setStage, type Stage } from "../testing/stage";

const ROUTE = `GET /conversations/${CONVERSATION}/context`;
const USE: ContextUse = {
  model_id: MODEL.id,
  window: 10_000,
  reserved: 2_000,
  used: 2_000,
  system: 100,
  pinned: 0,
  pins_cut: false,
  history: 1_900,
  attachments: 0,
  dropped_turns: 0,
  sees_from: null,
  cut: false,
  summarised: false,
  summary: null,
  next_cost: { input: "0.004", at_most: "0.02", currency: "USD" },
  exact: true,
};
const answer = message(2, { content: "Hi there", model: MODEL });

let stage: Stage;

const answering = (more: Partial<ContextUse>): void => {
  stage.rest.on(ROUTE, () => json({ ...USE, ...more }));
};
const gauge = () => screen.findByRole("button", { name: /^Context/ });

beforeEach(async () => {
  stage = await setStage();
  stage.rest.on("GET /models", () =>
    page([
      { ...MODEL, context_window: 10_000 },
      { ...OTHER_MODEL, context_window: 20_000 },
    ]),
  );
  stage.stored(message(1), answer);
  answering({});
});

afterEach(async () => {
  await stage.server.stop();
});

it("says how full it is, and what the next question costs", async () => {
  await stage.open();
  await userEvent.click(await gauge());
  const details = await screen.findByRole("dialog");
  expect(details).toHaveAccessibleName("Context: 25% taken up");
  expect(details).toHaveTextContent("Conversation1,900");
  expect(details).not.toHaveTextContent("Files");
  expect(details).toHaveTextContent(
    "The next question costs $0.004 for what the model reads, and at most $0.02",
  );
  expect(details).toHaveTextContent("counted as this model counts them");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
});

it("says in words that it is nearly full", async () => {
  answering({ used: 7_000, next_cost: null, exact: false });
  await stage.open();
  const button = await gauge();
  expect(button).toHaveTextContent("Nearly full");
  await userEvent.click(button);
  const details = within(await screen.findByRole("dialog"));
  expect(details.getByText("What the next question costs is not known.")).toBeVisible();
  expect(details.getByText("Tokens, estimated.")).toBeVisible();
});

it("shows in the conversation where the model's sight begins", async () => {
  answering({ dropped_turns: 2, sees_from: answer.id });
  await stage.open();
  const line = await screen.findByText("The model no longer sees what stands above");
  const follows = Node.DOCUMENT_POSITION_FOLLOWING;
  expect(screen.getByText("Hi there").compareDocumentPosition(line) & follows).toBe(0);
  expect(await gauge()).toHaveAccessibleName("Context 25% full: not all seen by the model any more");
});

it("is asked anew for another model and after an answer, not while one types", async () => {
  await stage.open();
  await gauge();
  expect(stage.rest.at(ROUTE)).toHaveLength(1);
  await userEvent.type(screen.getByRole("textbox", { name: "Your message" }), "And now");
  expect(stage.rest.at(ROUTE)).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: /Model/ }));
  stage.rest.on(`PATCH /conversations/${CONVERSATION}`, () => problem(500, "internal_error"));
  await userEvent.click(await screen.findByRole("menuitemradio", { name: /Other model/ }));
  await waitFor(() => expect(stage.rest.at(ROUTE)).toHaveLength(2));
  expect(stage.rest.at(ROUTE)[1]?.query.get("model_id")).toBe(OTHER_MODEL.id);
  const question = message(3, { content: "And now?" });
  stage.happens({ type: "message.created", message: question });
  stage.happens({
    type: "message.created",
    message: message(4, { content: "", status: "pending", model: MODEL }),
  });
  await screen.findByText("And now?");
  stage.happens({ type: "message.completed", message: message(4, { content: "Now", model: MODEL }) });
  await screen.findByText("Now");
  await waitFor(() => expect(stage.rest.at(ROUTE).length).toBeGreaterThan(2));
});

it("says how much is taken up where the model does not say how much it takes", async () => {
  answering({
    window: null,
    pinned: 300,
    summarised: true,
    dropped_turns: 1,
    summary: "They spoke of ships.",
  });
  await stage.open();
  const button = await gauge();
  expect(button).toHaveAccessibleName(
    "Context: 2,000 tokens; how many the model takes is not known. Not all seen",
  );
  // What is seen is in the name, for those who say what they see.
  expect(button).toHaveTextContent("Not all seen");
  await userEvent.click(button);
  const details = await screen.findByRole("dialog");
  expect(details).toHaveAccessibleName("Context: 2,000 tokens taken up");
  expect(details).toHaveTextContent("Kept messages300");
  expect(details).not.toHaveTextContent("The model's context");
  expect(details).toHaveTextContent("Nothing is left out");
  await userEvent.click(within(details).getByText("What the model is told about it"));
  expect(within(details).getByText("They spoke of ships.")).toBeVisible();
});

it("keeps a message in the context, and asks anew once it is kept", async () => {
  const path = `/conversations/${CONVERSATION}/messages/${answer.id}/pin`;
  stage.rest.on(`PUT ${path}`, () => json({}));
  stage.rest.on(`DELETE ${path}`, () => json({}));
  await stage.open();
  await gauge();
  await userEvent.click(await screen.findByRole("button", { name: "More about this answer" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Keep in context" }));
  await waitFor(() => expect(stage.rest.at(`PUT ${path}`)).toHaveLength(1));
  expect(stage.rest.at(ROUTE)).toHaveLength(1);
  stage.happens({ type: "message.updated", message: { ...answer, pinned: true } });
  expect(await screen.findByText("Kept in context")).toBeVisible();
  await waitFor(() => expect(stage.rest.at(ROUTE)).toHaveLength(2));
  await userEvent.click(screen.getByRole("button", { name: "More about this answer" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Do not keep in context" }));
  await waitFor(() => expect(stage.rest.at(`DELETE ${path}`)).toHaveLength(1));
});

it("is not there where nobody can tell", async () => {
  stage.rest.on(ROUTE, () => problem(503, "unavailable"));
  await stage.open();
  await waitFor(() => expect(stage.rest.at(ROUTE)).toHaveLength(1));
  expect(screen.queryByRole("button", { name: /^Context/ })).not.toBeInTheDocument();
});
