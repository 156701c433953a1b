import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { instance } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, wire } from "../../../../test/wire";

const setLanguage = vi.hoisted(() => vi.fn<() => Promise<void>>());
vi.mock(import("@/shared/i18n"), async (original) => ({ ...(await original()), setLanguage }));

it("says so when the texts of a language do not come", async () => {
  wire({ "GET /instance": () => json(instance()) });
  renderAt("/sign-in");
  setLanguage.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  await userEvent.click(await screen.findByRole("button", { name: "Deutsch" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The server cannot be reached");
  setLanguage.mockResolvedValueOnce();
  await userEvent.click(screen.getByRole("button", { name: "Deutsch" }));
  await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
});
