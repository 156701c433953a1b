/** Asking, and what an address leads to, in the whole application. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { CONVERSATION, message } from "@/stream/testing/messages";

import { renderAt } from "../../../../test/render";
import { problem, unreachable } from "../../../../test/wire";
import { MODEL, setStage, type Stage } from "../testing/stage";

let stage: Stage;

beforeEach(async () => {
  stage = await setStage();
});

afterEach(async () => {
  await stage.server.stop();
});

const answer = message(2, { content: "Hi **there**", model: MODEL });

describe("a question", () => {
  it("shows at once and follows the last answer", async () => {
    stage.stored(message(1), answer);
    stage.server.respond = () => undefined;
    await stage.open();
    await screen.findByText("there");
    await userEvent.type(screen.getByRole("textbox", { name: "Your message" }), "And now?{Enter}");
    expect(await screen.findByText("And now?")).toBeVisible();
    await waitFor(() => expect(stage.server.frames("message.send")).toHaveLength(1));
    expect(stage.server.frames("message.send")[0]).toMatchObject({
      content: "And now?",
      parent_id: answer.id,
    });
  });

  it("that is refused stays, says why, and can be edited", async () => {
    stage.stored(message(1), answer);
    const refusal = { code: "answer_running", title: "An answer is being written", status: 409 };
    stage.server.respond = () => ({ ok: false, problem: refusal });
    await stage.open();
    await screen.findByText("there");
    const field = screen.getByRole("textbox", { name: "Your message" });
    await userEvent.type(field, "Too early{Enter}");
    expect(await screen.findByText("Not sent · An answer is being written")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Edit" }));
    await waitFor(() => expect(field).toHaveValue("Too early"));
    expect(screen.queryByText(/Not sent/)).not.toBeInTheDocument();
  });
});

describe("an address", () => {
  it("of no conversation says so", async () => {
    const gone = () => problem(404, "not_found");
    stage.rest.on(`GET /conversations/${CONVERSATION}`, gone);
    stage.rest.on(`GET /conversations/${CONVERSATION}/messages`, gone);
    renderAt(`/c/${CONVERSATION}`);
    expect(await screen.findByText("This page does not exist")).toBeVisible();
  });

  it("that cannot be loaded says so, and loads when one tries again", async () => {
    stage.rest.on(`GET /conversations/${CONVERSATION}/messages`, async () => {
      // A socket that opens later would have it tried again by itself.
      await waitFor(() => expect(stage.server.frames("authenticate")).toHaveLength(1));
      return problem(500, "internal_error", { title: "Broken" });
    });
    renderAt(`/c/${CONVERSATION}`);
    const alert = await screen.findByRole("alert");
    expect(alert).toHaveTextContent("Broken");
    stage.stored(message(1), answer);
    await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("there")).toBeVisible();
  });

  it("of a new chat leads to its conversation with the first question", async () => {
    stage.rest.on("POST /conversations", unreachable);
    const view = renderAt("/");
    await userEvent.type(await screen.findByRole("textbox", { name: "Your message" }), "First{Enter}");
    await waitFor(() => expect(view.path()).toMatch(/^\/c\/[0-9a-f-]{36}$/));
    expect(await screen.findByText("First")).toBeVisible();
  });

  it("of a new chat offers a beginning", async () => {
    renderAt("/");
    fireEvent.click(await screen.findByRole("button", { name: "Make a plan" }));
    const field = screen.getByRole("textbox", { name: "Your message" });
    await waitFor(() => expect((field as HTMLTextAreaElement).value).toContain("step-by-step plan"));
  });
});
