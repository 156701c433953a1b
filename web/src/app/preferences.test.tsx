import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it } from "vitest";

import { ProblemError, UNREACHABLE } from "@/api/problem";
import { setLanguage } from "@/shared/i18n";
import { preferredLanguage } from "@/shared/i18n/language";
import { sessionState, startSession } from "@/shared/session";

import { instance, person, session } from "../../test/people";
import { json, unreachable, wire } from "../../test/wire";
import { App } from "./App";
import { createQueryClient } from "./query-client";

afterEach(async () => {
  await setLanguage("en");
  Reflect.deleteProperty(navigator, "languages");
});

it("shows the signed-in person's own language and theme, and signs out even when the server is away", async () => {
  const server = wire({ "GET /instance": () => json(instance()), "POST /auth/sign-out": unreachable });
  startSession(session({ person: person({ locale: "de", theme: "dark" }) }));
  render(<App />);
  const menu = await screen.findByRole("button", { name: /Ada Lovelace.*Kontomenü/ });
  await waitFor(() => expect(document.documentElement).toHaveAttribute("data-mantine-color-scheme", "dark"));
  expect(document.documentElement.lang).toBe("de");
  await userEvent.click(menu);
  // Without layout the menu takes its button for one that was scrolled away, and hides; only the whole App does so.
  await userEvent.click(await screen.findByRole("menuitem", { name: "Abmelden", hidden: true }));
  await screen.findByText(/der Server hat davon aber nichts erfahren/);
  expect(sessionState()).toMatchObject({ status: "signed-out", reason: "chosen" });
  await screen.findByRole("heading", { name: "Anmelden bei Analytical Engines" });
  expect(server.at("POST /auth/sign-out")).toHaveLength(1);
});

it.each([
  [["de-AT", "en"], "de"],
  [["fr", "DE"], "de"],
  [["fr", "ja"], "en"],
])("takes the first language the browser asks for that it speaks: %j", (languages, expected) => {
  Object.defineProperty(navigator, "languages", { value: languages, configurable: true });
  localStorage.clear();
  expect(preferredLanguage()).toBe(expected);
});

it("asks again when the server is away or overloaded, and not when it says no", () => {
  const retry = createQueryClient().getDefaultOptions().queries?.retry as (
    failures: number,
    error: Error,
  ) => boolean;
  const failure = (status: number, code: string): Error => new ProblemError({ status, code, title: "" });
  expect(retry(0, failure(0, UNREACHABLE))).toBe(true);
  expect(retry(1, failure(503, "unavailable"))).toBe(true);
  expect(retry(2, failure(503, "unavailable"))).toBe(false);
  expect(retry(0, failure(403, "forbidden"))).toBe(false);
  expect(retry(0, new Error("ours"))).toBe(false);
});
