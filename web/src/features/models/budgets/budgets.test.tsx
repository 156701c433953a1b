import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { member, person, session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, nothing, page, wire } from "../../../../test/wire";
// Loaded with the page's address otherwise, in the first test's time.
import "./BudgetsPage";
import { balance, budget } from "./testing";

beforeEach(() => startSession(session({ person: person({ permissions: ["budgets.manage"] }) })));

const row = async (name: string): Promise<HTMLElement> => {
  const item = (await screen.findByText(name)).closest("li");
  if (!item) throw new Error(`${name} stands in no row`);
  return item;
};

describe("budgets", () => {
  it("say what they are for when there are none, and begin there", async () => {
    const server = wire({ "GET /budgets": () => page(), "POST /budgets": () => json(budget(), 201) });
    renderAt("/admin/budgets");
    await screen.findByText("No budgets yet");
    await userEvent.click(screen.getByRole("button", { name: "New budget" }));
    server.on("GET /budgets", () => page([budget()]));
    await userEvent.type(screen.getByLabelText("Limit in money (USD)"), "250");
    await userEvent.click(screen.getByRole("button", { name: "Create budget" }));
    await screen.findByText("Whole organisation");
    expect(server.at("POST /budgets")[0]?.body).toMatchObject({ subject_kind: "organization", money: "250" });
  });

  it("show what is used in figures, and say in words how they stand", async () => {
    const kept = { money: null, tokens: 9000 };
    wire({
      "GET /budgets": () =>
        page([
          budget({}, { spent_money: "87.412345", reserved_money: "3.2", calls_without_price: 3 }),
          budget(
            { ...kept, id: "b2", subject: { kind: "person", id: "p2", name: "Near" } },
            { spent_tokens: 7300, near: 1 },
          ),
          budget(
            { ...kept, id: "b3", subject: { kind: "person", id: "p3", name: "Short" } },
            { spent_tokens: 6100, near: 1, exhausted: 1 },
          ),
          budget(
            { ...kept, id: "b4", subject: { kind: "group", id: "g1", name: "Over" } },
            { spent_tokens: 9100, near: 1, exhausted: 1 },
          ),
          budget({ id: "b5", enabled: false, subject: { kind: "group", id: "g2", name: null } }),
        ]),
    });
    renderAt("/admin/budgets");
    const whole = await row("Whole organisation");
    expect(within(whole).getByRole("meter")).toHaveAttribute(
      "aria-valuetext",
      "$87.412345 of $250.00 (34%) · $3.20 held by running answers",
    );
    expect(whole).toHaveTextContent(/begins anew on December 1, 2026.*\(UTC\)/);
    expect(whole).toHaveTextContent("3 calls without a known price, counted in tokens only");
    expect(whole).not.toHaveTextContent("used up");
    expect(await row("Near")).toHaveTextContent("Nearly used up");
    expect(await row("Short")).toHaveTextContent("Too little left");
    expect(await row("Over")).toHaveTextContent(/Used up.*9,100 of 9,000 tokens \(101%\)/);
    const off = await row("No longer there");
    expect(off).toHaveTextContent("Switched off");
    expect(within(off).queryByRole("meter")).not.toBeInTheDocument();
  });

  it("of each member show who has used how much", async () => {
    const each = budget(
      { each_member: true, money: null, tokens: 20_000, subject: { kind: "group", id: "g1", name: "Sales" } },
      { holders: 3, near: 2, exhausted: 1, spent_tokens: 40_000 },
    );
    wire({
      "GET /budgets": () => page([each]),
      "GET /budgets/b1/balances": () =>
        page([
          balance({ spent_tokens: 20_100, exhausted_at: "2026-11-02T00:00:00Z" }),
          balance({ holder_id: "p3", name: null }),
        ]),
    });
    renderAt("/admin/budgets");
    const sales = await row("Sales");
    expect(sales).toHaveTextContent("20,000 tokens for each member a month");
    expect(sales).toHaveTextContent("3 people have used some, 1 nearly all, 1 all");
    expect(within(sales).queryByRole("meter")).not.toBeInTheDocument();
    await userEvent.click(within(sales).getByRole("button", { name: "What members have used: Sales" }));
    expect(await row("Grace Hopper")).toHaveTextContent(/Used up.*20,100 of 20,000 tokens \(100%\)/);
    expect(await row("No longer there")).toHaveTextContent("0 of 20,000 tokens (0%)");
  });

  it("are changed in their limits only, and taken away after a question", async () => {
    const server = wire({
      "GET /budgets": () => page([budget()]),
      "PATCH /budgets/b1": () => json(budget({ money: null, tokens: 500 })),
      "DELETE /budgets/b1": nothing,
    });
    renderAt("/admin/budgets");
    await userEvent.click(
      await screen.findByRole("button", { name: "Actions for the budget of Whole organisation" }),
    );
    await userEvent.click(await screen.findByRole("menuitem", { name: "Change" }));
    const money = screen.getByLabelText("Limit in money (USD)");
    expect(money).toHaveValue("250");
    expect(screen.queryByRole("combobox", { name: "For" })).not.toBeInTheDocument();
    await userEvent.clear(money);
    await userEvent.type(screen.getByLabelText("Limit in tokens"), "500");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Save" })).not.toBeInTheDocument());
    expect(server.at("PATCH /budgets/b1")[0]?.body).toEqual({
      money: null,
      tokens: 500,
      warn_percent: 80,
      unknown_price: "allow",
      enabled: true,
    });
    await userEvent.click(
      screen.getByRole("button", { name: "Actions for the budget of Whole organisation" }),
    );
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete the budget of Whole organisation?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete budget" }));
    await waitFor(() => expect(server.at("DELETE /budgets/b1")).toHaveLength(1));
  });

  it("are no page for whoever does not look after them", async () => {
    startSession(session({ person: member() }));
    wire();
    renderAt("/admin/budgets");
    expect(await screen.findByText("This is for administrators")).toBeInTheDocument();
  });
});
