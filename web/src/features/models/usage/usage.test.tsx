import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { startSession } from "@/shared/session";

import { person, session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, problem, wire, type Received } from "../../../../test/wire";
import type { UsageGroup, UsageSummary } from "./api";
import "./UsagePage";

const SUMS = {
  calls: 5,
  completed: 4,
  stopped: 0,
  failed: 1,
  lost: 0,
  input_tokens: 12_000,
  output_tokens: 800,
  cached_input_tokens: 0,
  reasoning_tokens: 0,
  cost: "1.25",
  calls_without_price: 3,
};

const group = (key: string | null, changes: Partial<UsageGroup> = {}): UsageGroup => ({
  ...SUMS,
  key,
  name: null,
  detail: null,
  ...changes,
});

function summary(groups: UsageGroup[], changes: Partial<UsageSummary> = {}): UsageSummary {
  return {
    ...SUMS,
    since: "2026-11-01T00:00:00Z",
    until: "2026-11-03T00:00:00Z",
    currency: "USD",
    median_time_to_first_token_ms: 320,
    of: null,
    groups,
    next_cursor: null,
    ...changes,
  };
}

const DAYS = [
  group("2026-11-01", { cost: "0.25", calls_without_price: 0 }),
  group("2026-11-03", { cost: "1", calls_without_price: 3 }),
];
const SPLIT: Record<string, UsageGroup[]> = {
  day: DAYS,
  model: [
    group("c1/gpt-5", { name: "gpt-5", detail: "OpenAI" }),
    group("c1/own", { name: "own", calls_without_price: 5, cost: "0" }),
  ],
  person: [group("p1", { name: "Anna Berg", detail: "anna@example.org" }), group("p9"), group(null)],
  purpose: [group("chat"), group("dreams")],
  assistant: [group("built_in"), group("a1", { name: "Onboarding" }), group(null)],
};

const answers = ({ query }: Received): Response => json(summary(SPLIT[query.get("by") ?? ""] ?? []));
const AT = "/admin/usage?from=2026-11-01&to=2026-11-03";

beforeEach(() => startSession(session({ person: person({ permissions: ["usage.read"] }) })));

describe("usage", () => {
  it("is summed up, drawn by day and told as a table, with what nobody knows said as such", async () => {
    const server = wire({ "GET /usage/summary": answers });
    renderAt(AT);
    expect(
      await screen.findByText("$1.25 · 3 calls without a known price are not in it"),
    ).toBeInTheDocument();
    expect(screen.getByText("5 · 1 failed")).toBeInTheDocument();
    const chart = screen.getByRole("img", { name: /^Bar chart: cost a day from Nov 1, 2026 to Nov 3, 2026/ });
    expect([...chart.querySelectorAll("title")].map((title) => title.textContent)).toEqual([
      "Nov 1, 2026: $0.25",
      "Nov 2, 2026: $0.00",
      "Nov 3, 2026: $1.00",
    ]);
    expect(screen.getByText("Most on Nov 3, 2026: $1.00")).toBeInTheDocument();
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(
      screen.getByText(`Days begin at midnight (${zone}); amounts are in USD`, { exact: false }),
    ).toBeVisible();
    await userEvent.click(screen.getByText("The same as a table"));
    const days = within(screen.getByRole("region", { name: "The same as a table" }));
    expect(
      days.getByRole("row", { name: /Nov 3, 2026 \$1\.00\+ 3 calls without a known price/ }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole("radio", { name: "Calls" }));
    expect(screen.getByText("Most on Nov 1, 2026: 5")).toBeInTheDocument();
    const first = server.at("GET /usage/summary")[0]?.query;
    expect(Object.fromEntries(first ?? [])).toMatchObject({
      from: "2026-11-01",
      to: "2026-11-03",
      by: "day",
    });
  });

  it("is split by what one wants to know, and the address keeps that", async () => {
    wire({ "GET /usage/summary": answers });
    const at = renderAt(AT);
    const models = within(await screen.findByRole("region", { name: "By model" }));
    expect(models.getByRole("row", { name: /^gpt-5OpenAI \$1\.25/ })).toBeInTheDocument();
    expect(models.getByRole("row", { name: /^own not known/ })).toBeInTheDocument();
    await userEvent.click(screen.getByRole("combobox", { name: "Split up by" }));
    await userEvent.click(await screen.findByRole("option", { name: "By person" }));
    const people = within(await screen.findByRole("region", { name: "By person" }));
    expect(people.getAllByRole("rowheader").map((cell) => cell.textContent)).toEqual([
      "Anna Berganna@example.org",
      "No longer there",
      "Nobody",
    ]);
    expect(at.path()).toContain("by=person");
    await userEvent.click(screen.getByRole("combobox", { name: "Split up by" }));
    await userEvent.click(await screen.findByRole("option", { name: "By purpose" }));
    const purposes = within(await screen.findByRole("region", { name: "By purpose" }));
    expect(purposes.getAllByRole("rowheader").map((cell) => cell.textContent)).toEqual(["Answers", "dreams"]);
    await userEvent.click(screen.getByRole("combobox", { name: "Split up by" }));
    await userEvent.click(await screen.findByRole("option", { name: "By assistant" }));
    const assistants = within(await screen.findByRole("region", { name: "By assistant" }));
    expect(assistants.getAllByRole("rowheader").map((cell) => cell.textContent)).toEqual([
      "Built-in assistant",
      "Onboarding",
      "No assistant",
    ]);
  });

  it("is followed into one group and back", async () => {
    const server = wire({
      "GET /usage/summary": ({ query }) => {
        const of = query.get("of") === "person" ? ("person" as const) : null;
        const chosen = of && { by: of, key: query.get("key"), name: "Anna Berg", detail: "anna@example.org" };
        return json(summary(SPLIT[query.get("by") ?? ""] ?? [], { of: chosen }));
      },
    });
    const at = renderAt(`${AT}&by=person`);
    await userEvent.click(await screen.findByRole("link", { name: "Anna Berg" }));
    expect(await screen.findByText("Filtered · Person: Anna Berg (anna@example.org)")).toBeInTheDocument();
    expect(await screen.findByRole("region", { name: "By model" })).toBeInTheDocument();
    expect(at.path()).toContain("of=person&key=p1");
    const asked = server.at("GET /usage/summary").filter(({ query }) => query.get("key") === "p1");
    expect(asked.map(({ query }) => String(query.get("by"))).sort()).toEqual(["day", "model"]);
    await userEvent.click(screen.getByRole("link", { name: "Show all calls" }));
    await waitFor(() => expect(at.path()).not.toContain("of="));
    expect(screen.queryByText(/^Filtered/)).not.toBeInTheDocument();
  });

  it("fetches long spans to their end", async () => {
    const server = wire({
      "GET /usage/summary": ({ query }) => {
        if (query.get("by") !== "day") return json(summary([]));
        return query.get("cursor") === "c1"
          ? json(summary([group("2026-11-03", { cost: "7" })]))
          : json(summary([group("2026-11-01")], { next_cursor: "c1" }));
      },
    });
    renderAt(AT);
    expect(await screen.findByText("Most on Nov 3, 2026: $7.00")).toBeInTheDocument();
    expect(server.at("GET /usage/summary").filter(({ query }) => query.get("by") === "day")).toHaveLength(2);
  });

  it("follows periods and days in the address", async () => {
    wire({ "GET /usage/summary": answers });
    const at = renderAt(AT);
    const from = await screen.findByLabelText("From");
    expect(from).toHaveValue("Nov 1, 2026");
    await userEvent.clear(from);
    await userEvent.type(from, "10/15/2026{Enter}");
    await waitFor(() => expect(at.path()).toContain("from=2026-10-15"));
    await userEvent.click(screen.getByRole("combobox", { name: "Period" }));
    await userEvent.click(await screen.findByRole("option", { name: "This month" }));
    await waitFor(() => expect(at.path()).toBe("/admin/usage?period=month"));
  });

  it("is saved as a table", async () => {
    const server = wire({
      "GET /usage/summary": answers,
      "GET /usage/export.csv": () => new Response("at,person\n", { headers: { "Content-Type": "text/csv" } }),
    });
    const made = vi.fn(() => "blob:usage");
    const saved: string[] = [];
    Object.assign(URL, { createObjectURL: made, revokeObjectURL: vi.fn() });
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    renderAt(AT);
    await userEvent.click(await screen.findByRole("button", { name: "Export calls (CSV)" }));
    await waitFor(() => expect(saved).toEqual(["usage-2026-11-01-2026-11-03.csv"]));
    const asked = server.at("GET /usage/export.csv")[0];
    expect(asked?.headers.get("authorization")).toMatch(/^Bearer /);
    expect(asked?.query.has("by")).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "CSV" }));
    await waitFor(() => expect(saved).toHaveLength(2));
    expect(saved[1]).toBe("usage-by-model-2026-11-01-2026-11-03.csv");
    server.on("GET /usage/export.csv", () => problem(403, "forbidden", { title: "Not permitted" }));
    await userEvent.click(screen.getByRole("button", { name: "Export calls (CSV)" }));
    expect(await screen.findByText("Not permitted")).toBeInTheDocument();
  });

  it("says when there was none, and what is wrong with a span", async () => {
    const server = wire({ "GET /usage/summary": () => json(summary([], { calls: 0 })) });
    renderAt(AT);
    expect(await screen.findByText("No model was asked in this time")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Export calls (CSV)" })).not.toBeInTheDocument();
    server.on("GET /usage/summary", () =>
      problem(422, "invalid_input", { title: "The last day lies before the first" }),
    );
    const to = screen.getByLabelText("To");
    await userEvent.clear(to);
    await userEvent.type(to, "2026-10-01{Enter}");
    expect(await screen.findByText("The last day lies before the first")).toBeInTheDocument();
  });
});
