import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, problem, wire, type Received } from "../../../../test/wire";
import type { DocumentProblem, Figures, FiguresDay } from "./api";

const BASE = { id: "b1", name: "Handbooks", your_role: "editor", description: "", document_count: 4 };
const AT = "2026-11-01T10:00:00Z";

const day = (name: string, changes: Partial<FiguresDay> = {}): FiguresDay => ({
  day: name,
  searches: 0,
  searches_few: 0,
  searches_none: 0,
  answers: 0,
  answers_unanswered: 0,
  cited: 0,
  opened: 0,
  downloaded: 0,
  ...changes,
});

const today = new Date().toISOString().slice(0, 10);

const health = (id: string, name: string, share: number | null): Figures["bases"][number] => ({
  base_id: id,
  name,
  documents: 4,
  chunks: 90,
  bytes: 10_000,
  failed: 1,
  poorly_read: 1,
  outdated: 1,
  never_used: 2,
  older_reader: 2,
  older_analysis: 12,
  health: share,
});

const problemOf = (title: string): DocumentProblem["problem"] => ({
  type: "about:blank",
  status: 422,
  code: "some",
  title,
  detail: `${title}: what to do.`,
  request_id: "",
  errors: null,
  retry_after: null,
});

const FIGURES: Figures = {
  since: today,
  until: today,
  days: [
    day(today, {
      searches: 12,
      searches_few: 2,
      searches_none: 1,
      answers: 7,
      answers_unanswered: 4,
      cited: 5,
      opened: 3,
      downloaded: 1,
    }),
  ],
  bases: [health("b1", "Handbooks", 0.75)],
  most_used: [{ document_id: "d1", name: "Leave.pdf", base_id: "b1", cited: 1200, opened: 3, downloaded: 0 }],
  never_used: [{ document_id: "d2", name: "Old.docx", base_id: "b1", cited: 0, opened: 0, downloaded: 0 }],
  few_results: [{ question: "sabbatical", via: "search", times: 3, documents: 1, last_at: AT }],
  unanswered: [],
  outdated: [
    {
      document_id: "d2",
      name: "Old.docx",
      base_id: "b1",
      because: "expired",
      problem: problemOf("No longer valid"),
      at: AT,
    },
  ],
  broken: [
    {
      document_id: "d5",
      name: "Pay.pdf",
      base_id: "b1",
      because: "document_protected",
      problem: problemOf("Protected"),
      at: AT,
    },
    {
      document_id: "d3",
      name: "Plan.pdf",
      base_id: "b1",
      because: "document_protected",
      problem: problemOf("Protected"),
      at: AT,
    },
  ],
  poorly_read: [
    {
      document_id: "d4",
      name: "Scan.pdf",
      base_id: "b1",
      because: "ocr_missing",
      problem: problemOf("Pictures were not read"),
      at: null,
    },
  ],
};

const routes = (
  figures: () => Response = () => json(FIGURES),
): Record<string, (r: Received) => Response> => ({
  "GET /knowledge/bases/b1": () => json(BASE),
  "GET /knowledge/figures": figures,
});

beforeEach(() => startSession(session()));

describe("the figures of a base", () => {
  it("show one measure at a time, and the rest as a table", async () => {
    const server = wire(routes());
    const at = renderAt("/knowledge/b1/figures");
    await screen.findByText(/^12 in all, most on .*: 12 · With few or no results: 3$/);
    expect(screen.getByRole("link", { name: "Figures" })).toHaveAttribute("aria-current", "page");
    await userEvent.click(screen.getByRole("radio", { name: "Answers" }));
    expect(screen.getByText(/^7 in all.* · Nothing that fits was found: 4$/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("radio", { name: "Used" }));
    expect(screen.getByText(/^9 in all, most on .*: 9$/)).toBeInTheDocument();
    expect(screen.getByRole("img", { name: /^Documents cited, opened or downloaded/ })).toBeInTheDocument();
    await userEvent.click(screen.getByText("The same as a table"));
    const table = within(screen.getByRole("group", { name: "By day" }));
    const cells = table.getAllByRole("cell").map(({ textContent }) => textContent);
    expect(cells).toEqual(["12", "2", "1", "7", "4", "5", "3", "1"]);
    const span = (): number => {
      const query = server.at("GET /knowledge/figures").at(-1)?.query;
      expect(query?.get("base_id")).toBe("b1");
      const days = Date.parse(query?.get("to") ?? "") - Date.parse(query?.get("from") ?? "");
      return days / 86_400_000 + 1;
    };
    expect(span()).toBe(30);
    await userEvent.click(screen.getByRole("radio", { name: "Last 90 days" }));
    await waitFor(() => expect(span()).toBe(90));
    expect(at.path()).toContain("days=90");
  });

  it("say what is used, what is missing and what wants care", async () => {
    const server = wire({
      ...routes(),
      "POST /knowledge/bases/b1/operations": () => json({ id: "o1", kind: "reprocess", total: 2 }),
    });
    renderAt("/knowledge/b1/figures");
    const region = async (name: string) => within(await screen.findByRole("region", { name }));
    const kept = await region("How well it is kept");
    expect(kept.getByText("75%")).toBeInTheDocument();
    await userEvent.click(kept.getByRole("button", { name: "Read all 2 again" }));
    expect(await kept.findByText("2 documents are being read again.")).toBeInTheDocument();
    expect(server.at("POST /knowledge/bases/b1/operations")[0]?.body).toEqual({
      kind: "reprocess",
      selection: { everything: true, older_reader: true },
    });
    const most = screen.getByRole("group", { name: "Most used" });
    expect(within(most).getByRole("row", { name: "Leave.pdf 1,200 3 0" })).toBeInTheDocument();
    expect(within(most).getByRole("link", { name: "Leave.pdf" })).toHaveAttribute(
      "href",
      "/knowledge/documents/d1",
    );
    expect(screen.getByRole("link", { name: "sabbatical" })).toHaveAttribute(
      "href",
      "/knowledge/search?q=sabbatical&base=b1",
    );
    expect(screen.getByText("No such question.")).toBeInTheDocument();
    expect((await region("Could not be taken in")).getByText("Protected: what to do.")).toBeInTheDocument();
    expect(within(screen.getByRole("group", { name: "Protected" })).getAllByRole("row")).toHaveLength(3);
    expect(
      within(screen.getByRole("group", { name: "No longer valid" })).getByText("Old.docx"),
    ).toBeInTheDocument();
  });

  it("are saved as tables", async () => {
    const server = wire({
      ...routes(),
      "GET /knowledge/figures/questions.csv": () =>
        new Response("question\n", { headers: { "Content-Type": "text/csv" } }),
      "GET /knowledge/figures/poorly_read.csv": () =>
        new Response("name\n", { headers: { "Content-Type": "text/csv" } }),
      "GET /knowledge/figures/days.csv": () => problem(403, "forbidden", { title: "Not permitted" }),
    });
    const saved: string[] = [];
    Object.assign(URL, { createObjectURL: vi.fn(() => "blob:figures"), revokeObjectURL: vi.fn() });
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download);
    });
    renderAt("/knowledge/b1/figures");
    await userEvent.click(await screen.findByRole("button", { name: "Save all questions as CSV" }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toMatch(/^knowledge-questions-.*\.csv$/);
    const asked = server.at("GET /knowledge/figures/questions.csv")[0];
    expect(asked?.headers.get("authorization")).toMatch(/^Bearer /);
    expect(asked?.query.get("base_id")).toBe("b1");
    await userEvent.click(screen.getByRole("button", { name: "Save all poorly read documents as CSV" }));
    await waitFor(() => expect(saved[1]).toMatch(/^knowledge-poorly-read-.*\.csv$/));
    await userEvent.click(screen.getByRole("button", { name: "Save the days as CSV" }));
    expect(await screen.findByText("Not permitted")).toBeInTheDocument();
  });

  it("are not offered to those who may only read", async () => {
    wire({ ...routes(), "GET /knowledge/bases/b1": () => json({ ...BASE, your_role: "viewer" }) });
    renderAt("/knowledge/b1/figures");
    await screen.findByRole("link", { name: "Documents" });
    expect(screen.queryByRole("link", { name: "Figures" })).not.toBeInTheDocument();
  });
});

describe("the figures of all bases", () => {
  it("compare them", async () => {
    const bases = [health("b1", "Handbooks", 0.75), health("b2", "Empty", null)];
    const server = wire(routes(() => json({ ...FIGURES, days: [], bases })));
    renderAt("/knowledge/figures");
    expect(await screen.findByRole("row", { name: /^Handbooks 75% 4 1 1 1 2 2/ })).toBeInTheDocument();
    expect(screen.getByRole("row", { name: /^Empty No documents yet/ })).toBeInTheDocument();
    expect(screen.getByText("Nothing in this time")).toBeInTheDocument();
    expect(server.at("GET /knowledge/figures")[0]?.query.has("base_id")).toBe(false);
  });
});
