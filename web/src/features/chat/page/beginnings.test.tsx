/** What a new chat offers to begin with: nothing that whoever answers there can do nothing with. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";

import { renderAt } from "../../../../test/render";
import { page } from "../../../../test/wire";
import { MODEL, setStage, type Stage } from "../testing/stage";

const BUILTIN = {
  ...MODEL,
  id: "builtin",
  display_name: "ConvoSphere",
  provider: "builtin",
  is_default: false,
};

let stage: Stage;

beforeEach(async () => {
  localStorage.clear();
  stage = await setStage();
});

afterEach(async () => {
  await stage.server.stop();
});

async function offered(): Promise<string[]> {
  const list = await screen.findByRole("list", { name: "Suggestions to begin with" });
  return within(list)
    .getAllByRole("button")
    .map(({ textContent }) => textContent);
}

it("is what the built-in assistant can do where nobody else answers", async () => {
  stage.rest.on("GET /models", () => page([BUILTIN, { ...MODEL, available: false }]));
  renderAt("/");
  await screen.findByRole("button", { name: /^Model: ConvoSphere/ });
  expect(await offered()).toEqual(["What you can do", "Calculate", "Date and week"]);
  await userEvent.click(screen.getByRole("button", { name: "Calculate" }));
  expect(screen.getByRole("textbox", { name: "Your message" })).toHaveValue("How much is 19 % of 2,480?");
});

it("follows whom one chooses", async () => {
  stage.rest.on("GET /models", () => page([MODEL, BUILTIN]));
  renderAt("/");
  await userEvent.click(await screen.findByRole("button", { name: /^Model: GPT-5 mini/ }));
  expect(await offered()).toContain("Draft a message");
  await userEvent.click(await screen.findByRole("menuitemradio", { name: /ConvoSphere/ }));
  await waitFor(async () => expect(await offered()).not.toContain("Draft a message"));
});
