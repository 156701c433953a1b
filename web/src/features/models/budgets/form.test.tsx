import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { loadAreas } from "@/shared/i18n";
import { startSession } from "@/shared/session";

import { person, session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { json, page, problem, wire } from "../../../../test/wire";
import { createBudget } from "./api";
import { BudgetForm } from "./BudgetForm";
import { bodyOf, initialValues } from "./form-values";
import { budget } from "./testing";

const ME = person();

beforeEach(async () => {
  await loadAreas("en", ["budgets", "groups"]);
  startSession(session({ person: ME }));
});

function show(): { closed: () => void } {
  const closed = vi.fn();
  renderAlone(<BudgetForm submit="Create budget" onSubmit={createBudget} onClose={closed} />);
  return { closed };
}

async function chooseFor(name: string): Promise<void> {
  await userEvent.click(screen.getByRole("combobox", { name: "For" }));
  await userEvent.click(screen.getByText(name));
}

const submit = (): Promise<void> => userEvent.click(screen.getByText("Create budget"));

describe("a new budget", () => {
  it("needs a limit, and is for everybody together unless one says otherwise", async () => {
    const server = wire({ "POST /budgets": () => json(budget(), 201) });
    const { closed } = show();
    await submit();
    const money = screen.getByLabelText("Limit in money (USD)");
    expect(screen.getByText("Enter a limit in money, in tokens, or both.")).toBeInTheDocument();
    expect(money).toHaveFocus();
    await userEvent.type(money, "1250.5");
    expect(money).toHaveValue("1,250.5");
    await submit();
    await waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(server.at("POST /budgets")[0]?.body).toEqual({
      subject_kind: "organization",
      subject_id: null,
      each_member: false,
      period: "month",
      time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      money: "1250.5",
      tokens: null,
      warn_percent: 80,
      unknown_price: "allow",
      enabled: true,
    });
  });

  it("is for each member of a group that is found by its name", async () => {
    const server = wire({
      "GET /directory": () => page([{ kind: "group", id: "g1", name: "Sales", detail: null }]),
      "POST /budgets": () => json(budget(), 201),
    });
    show();
    await chooseFor("A person or a group");
    expect(screen.queryByRole("radio")).not.toBeInTheDocument();
    await userEvent.type(screen.getByLabelText("Limit in tokens"), "20000");
    await submit();
    expect(screen.getByText("Choose for whom it is.")).toBeInTheDocument();
    await userEvent.click(screen.getByRole("combobox", { name: "Person or group" }));
    await userEvent.click(await screen.findByRole("option", { name: /Sales/ }));
    await userEvent.click(screen.getByRole("radio", { name: "Each member has this much" }));
    await submit();
    await waitFor(() => expect(server.at("POST /budgets")).toHaveLength(1));
    expect(server.at("POST /budgets")[0]?.body).toMatchObject({
      subject_kind: "group",
      subject_id: "g1",
      each_member: true,
      money: null,
      tokens: 20_000,
    });
  });

  it("is for anybody's API key; a refusal stands at the key", async () => {
    const server = wire({
      "GET /api-keys": ({ query }) =>
        page(
          [
            { id: "k2", name: "Report", person: { name: "Anna Berg" } },
            { id: "k1", name: "Mine", person: { name: "Ben" } },
          ].filter(({ name }) => name.toLowerCase().includes(query.get("q") ?? "")),
        ),
      "POST /budgets": () =>
        problem(409, "budget_exists", {
          errors: [{ field: "body.subject_id", message: "There is one already.", code: "budget_exists" }],
        }),
    });
    const { closed } = show();
    await chooseFor("An API key");
    const keys = screen.getByRole("combobox", { name: "API key" });
    await waitFor(() => expect(keys).toBeEnabled());
    await userEvent.click(keys);
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
      "Report (Anna Berg)",
      "Mine (Ben)",
    ]);
    await userEvent.type(keys, "repo");
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    await userEvent.click(screen.getByRole("option", { name: "Report (Anna Berg)" }));
    await userEvent.type(screen.getByLabelText("Limit in money (USD)"), "5");
    await submit();
    expect(await screen.findByText("There is one already.")).toBeInTheDocument();
    expect(server.at("POST /budgets")[0]?.body).toMatchObject({ subject_kind: "api_key", subject_id: "k2" });
    expect(closed).not.toHaveBeenCalled();
  });

  it("can be for oneself, whom no search finds, and is for each only where there are several", () => {
    const values = { ...initialValues(undefined), tokens: 9000, each_member: "each" as const };
    expect(bodyOf({ ...values, subject_kind: "me" }, ME.id)).toMatchObject({
      subject_kind: "person",
      subject_id: ME.id,
      each_member: false,
    });
    expect(bodyOf(values, ME.id)).toMatchObject({ subject_kind: "organization", each_member: true });
  });
});
