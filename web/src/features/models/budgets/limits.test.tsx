import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { member, session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, wire } from "../../../../test/wire";
import "./LimitsPage";
import { ownLimit } from "./testing";

beforeEach(() => startSession(session({ person: member() })));

describe("what limits oneself", () => {
  it("is told with what is left, whose it is and until when", async () => {
    wire({
      "GET /budgets/mine": () =>
        json({
          items: [
            ownLimit({
              subject_kind: "group",
              each_member: true,
              tokens: 20_000,
              tokens_left: 4000,
              near: true,
            }),
            ownLimit({
              id: "b2",
              subject_kind: "organization",
              money: "250",
              money_left: "0",
              exhausted: true,
            }),
            ownLimit({
              id: "b3",
              subject_kind: "group",
              name: "Sales",
              money: "5",
              money_left: "0.5",
              exhausted: true,
              refuses_unknown_prices: true,
              period: "day",
            }),
          ],
          next_cursor: null,
        }),
    });
    renderAt("/settings/budgets");
    const mine = (await screen.findByText("You, a month")).closest("li");
    expect(mine).toHaveTextContent(
      /Nearly used up.*begins anew on December 1, 2026.*4,000 of 20,000 tokens left/,
    );
    expect(screen.getByRole("meter", { name: "Tokens used: You, a month" })).toHaveAttribute(
      "aria-valuenow",
      "80",
    );
    const all = screen.getByText("Your organisation, a month").closest("li");
    expect(all).toHaveTextContent(/Used up.*\$0\.00 of \$250\.00 left/);
    const sales = screen.getByText("Group Sales, a day").closest("li");
    expect(sales).toHaveTextContent(
      /Too little left.*refuses models without a known price.*\$0\.50 of \$5\.00 left/,
    );
  });

  it("may be nothing, and says so", async () => {
    wire({ "GET /budgets/mine": () => json({ items: [], next_cursor: null }) });
    renderAt("/settings/budgets");
    expect(await screen.findByText("Nothing limits you")).toBeInTheDocument();
  });
});
