/** How answers show in the whole application, in every state they can be in. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CONVERSATION, message, messageId } from "@/stream/testing/messages";

import { json } from "../../../../test/wire";
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
  content: "",
  attempt: 1,
  completed_at: null,
  model: MODEL,
});
const failed = message(2, {
  status: "failed",
  content: "Half an",
  model: MODEL,
  error: { code: "provider_rate_limited", title: "Too many requests", detail: "Wait.", retry_after: 7 },
});

function latest(): HTMLElement {
  const article = screen.getAllByRole("article").at(-1);
  if (!article) throw new Error("no message is shown");
  return article;
}

describe("a conversation", () => {
  it("shows questions as they were written and answers as text", async () => {
    stage.stored(message(1, { content: "**Hello**" }), answer);
    await stage.open();
    expect(await screen.findByText("**Hello**")).toBeVisible();
    expect((await screen.findByText("there")).tagName).toBe("STRONG");
    expect(within(latest()).getByText("GPT-5 mini", { selector: "p" })).toBeVisible();
    expect(document.title).toBe("Weimar · ConvoSphere");
  });

  it("shows an answer while it is written, and speaks it when it is complete", async () => {
    stage.stored(message(1), running);
    await stage.open();
    expect(await screen.findByText("The answer is on its way")).toBeInTheDocument();
    const words = ["One ", "two ", "three."];
    let offset = 0;
    for (const text of words) {
      stage.happens({ type: "answer.delta", message_id: running.id, attempt: 1, offset, text });
      offset += text.length;
    }
    expect(await screen.findByText("One two three.")).toBeVisible();
    expect(screen.queryByText(/Answer complete/)).not.toBeInTheDocument();
    const done = message(2, { content: "One two three.", attempt: 1, model: MODEL });
    stage.happens({ type: "message.completed", message: done });
    expect(await screen.findByText("Answer complete. One two three.")).toHaveAttribute("aria-live", "polite");
    expect(screen.getByRole("button", { name: "Send" })).toBeInTheDocument();
  });

  it("folds the model's thoughts into a line", async () => {
    stage.stored(message(1), { ...answer, reasoning: "Let me think" });
    await stage.open();
    const line = await screen.findByRole("button", { name: "Thoughts before the answer" });
    expect(screen.queryByText("Let me think")).not.toBeInTheDocument();
    await userEvent.click(line);
    expect(screen.getByText("Let me think")).toBeVisible();
  });

  it("can be stopped", async () => {
    stage.stored(message(1), running);
    stage.rest.on(`POST /conversations/${CONVERSATION}/messages/${running.id}/stop`, () => json(running));
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Stop the answer" }));
    stage.happens({ type: "message.stopped", message: { ...running, status: "stopped", content: "Hal" } });
    expect(await screen.findByText("You stopped this answer.")).toBeVisible();
    expect(stage.rest.at(`POST /conversations/${CONVERSATION}/messages/${running.id}/stop`)).toHaveLength(1);
  });

  it("says when an assistant without a language model has answered", async () => {
    stage.stored(message(1), { ...answer, model: { ...MODEL, provider: "builtin" } });
    await stage.open();
    expect(await screen.findByText("Built-in assistant, no language model")).toBeVisible();
  });

  it("says when another model has stood in, and for which", async () => {
    const fallback = { wanted: "GPT-5", because: "provider_timeout", reason: "The provider took too long" };
    stage.stored(message(1), { ...answer, model: { ...MODEL, fallback } });
    await stage.open();
    const label = await screen.findByText(`${MODEL.display_name}, in place of GPT-5`);
    await userEvent.hover(label);
    expect(await screen.findByText("“GPT-5” did not answer: The provider took too long.")).toBeVisible();
  });

  it("says what an answer took, and what was not counted", async () => {
    stage.stored(message(1), {
      ...answer,
      usage: {
        input_tokens: 1234,
        output_tokens: 5,
        cost: "0.000123",
        currency: "USD",
        time_to_first_token_ms: 80,
        duration_ms: null,
      },
    });
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "What this answer took" }));
    const details = await screen.findByRole("dialog");
    expect(details).toHaveTextContent("Tokens read1,234");
    expect(details).toHaveTextContent("Cost$0.000123");
    expect(details).toHaveTextContent("First word after80 ms");
    expect(details).toHaveTextContent("Durationnot known");
  });
});

describe("a failed answer", () => {
  const retry = `POST /conversations/${CONVERSATION}/messages/${failed.id}/retry`;
  const second = message(3, { role: "assistant", parent_id: messageId(1), status: "pending", content: "" });

  it("keeps what was written, says why, and is tried again", async () => {
    stage.stored(message(1), failed);
    stage.rest.on(retry, () => json({ answer: second }, 201));
    await stage.open();
    expect(await screen.findByText("Half an")).toBeVisible();
    expect(screen.getByText("Too many requests")).toBeVisible();
    expect(screen.getByText("Possible again in 7 seconds.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(latest()).toHaveAttribute("data-message", second.id));
    expect(screen.queryByText("Half an")).not.toBeInTheDocument();
    stage.happens({ type: "message.created", message: second });
    stage.happens({
      type: "message.completed",
      message: { ...second, status: "completed", content: "Whole" },
    });
    expect(await screen.findByText("Whole")).toBeVisible();
  });

  it("can be given to another model", async () => {
    stage.stored(message(1), failed);
    stage.rest.on(retry, () => json({ answer: second }, 201));
    await stage.open();
    await userEvent.click(await screen.findByRole("button", { name: "Other model" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Other model" }));
    await waitFor(() => expect(stage.rest.at(retry)).toHaveLength(1));
    expect(stage.rest.at(retry)[0]?.body).toEqual({ model_id: OTHER_MODEL.id });
  });
});
