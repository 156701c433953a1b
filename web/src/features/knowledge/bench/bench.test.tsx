import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { startSession } from "@/shared/session";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, nothing, page, problem, wire, type Wire } from "../../../../test/wire";
import { USUAL, type Hit, type QuestionSet, type Run, type Trial } from "./api";

const PAGE = "/knowledge/b1/bench";
const BASE = { id: "b1", name: "Handbooks", your_role: "editor", description: "", document_count: 4 };
const AT = "2026-11-01T10:00:00Z";

const hit = (rank: number, name: string, score: number): Hit => ({
  rank,
  score,
  document_id: `d${String(rank)}`,
  document_name: name,
  base_id: "b1",
  passage: {
    chunk_id: `c-${name}`,
    ordinal: 0,
    heading: ["Leave"],
    first_page: 3,
    last_page: 3,
    text: "Everybody has thirty days of leave.",
    marks: [{ start: 29, end: 34 }],
    at: 100,
    to: 135,
    page: 3,
    start: 100,
    end: 135,
    kind: "text",
    score,
    lexical: null,
    dense: null,
    reranked: null,
  },
});

const TRIAL: Trial = {
  lexical: [hit(1, "Leave.pdf", 7.456), hit(2, "Travel.pdf", 3)],
  dense: [],
  fused: [hit(1, "Leave.pdf", 0.9)],
  reranked: null,
  rerank_failed: false,
  lexical_only: ["b1"],
  confidence: "medium",
  because: "score",
  milliseconds: 41.6,
};

const run = (changes: Partial<Run> = {}): Run => ({
  id: "r1",
  set_id: "s1",
  settings: USUAL,
  status: "done",
  total: 1,
  done: 1,
  recall: 0.5,
  ndcg: 0.4321,
  mrr: 1,
  problem_code: null,
  created_at: AT,
  finished_at: AT,
  ...changes,
});

const SET: QuestionSet = {
  id: "s1",
  base_id: "b1",
  name: "Leave questions",
  questions: [{ question: "How many days?", expected: [{ document_id: "d1", contains: "thirty" }] }],
  latest: run(),
  created_at: AT,
  updated_at: AT,
};

function bench(sets: QuestionSet[] = []): Wire {
  return wire({
    "GET /knowledge/bases/b1": () => json(BASE),
    "GET /knowledge/bases/b1/question-sets": () => json({ items: sets }),
    "GET /knowledge/documents/d1": () => json({ id: "d1", name: "Leave.pdf" }),
    "GET /knowledge/documents/d9": () => problem(404, "not_found"),
    "GET /knowledge/question-sets/s1/runs": () => page([run()]),
  });
}

beforeEach(() => startSession(session()));

describe("one question", () => {
  it("shows what each way of searching finds", async () => {
    const server = bench();
    server.on("POST /knowledge/bench", () => json(TRIAL));
    renderAt(PAGE);
    await userEvent.type(await screen.findByRole("textbox", { name: "Question" }), "days of leave");
    const weight = screen.getByRole("textbox", { name: "Weight of the words" });
    await userEvent.clear(weight);
    await userEvent.type(weight, "0.7");
    await userEvent.click(screen.getByRole("switch", { name: "Rerank what was found" }));
    await userEvent.click(screen.getByRole("button", { name: "Try" }));
    expect(await screen.findByText("Confidence: medium · 42 ms")).toBeInTheDocument();
    expect(server.at("POST /knowledge/bench")[0]?.body).toEqual({
      question: "days of leave",
      bases: ["b1"],
      settings: { ...USUAL, lexical_weight: 0.7, rerank: false },
    });
    const words = within(screen.getByRole("region", { name: "Words" }));
    expect(words.getAllByRole("listitem")).toHaveLength(2);
    expect(words.getByText("BM25 7.46")).toBeInTheDocument();
    const [first] = words.getAllByRole("link", { name: /^Leave.pdf\s*Leave › page 3/ });
    expect(first).toHaveAttribute(
      "href",
      expect.stringContaining("/knowledge/documents/d1?chunk=c-Leave.pdf"),
    );
    expect(words.getAllByText("leave")[0]?.tagName).toBe("MARK");
    expect(
      within(screen.getByRole("region", { name: "Meaning" })).getByText(/^This base has no vectors/),
    ).toBeInTheDocument();
    expect(
      within(screen.getByRole("region", { name: "Reranked" })).getByText(/^There is no reranker/),
    ).toBeInTheDocument();
  });
});

describe("question sets", () => {
  it("are made of questions and the documents that should be found", async () => {
    const server = bench();
    server.on("GET /knowledge/bases/b1/documents", () => page([{ id: "d1", name: "Leave.pdf" }]));
    server.on("POST /knowledge/bases/b1/question-sets", () => json(SET, 201));
    renderAt(PAGE);
    await screen.findByText(/^No set yet/);
    await userEvent.click(screen.getByRole("button", { name: "New set" }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText(/^Each question needs its words/)).toBeInTheDocument();
    await userEvent.type(screen.getByRole("textbox", { name: "Name" }), "Leave questions");
    await userEvent.type(screen.getByRole("textbox", { name: "What is asked" }), "How many days?");
    await userEvent.type(screen.getByRole("combobox", { name: "Add a document" }), "leave");
    await userEvent.click(await screen.findByRole("option", { name: "Leave.pdf" }));
    await waitFor(() =>
      expect(server.at("GET /knowledge/bases/b1/documents").at(-1)?.query.get("q")).not.toBe(""),
    );
    const passage = await screen.findByRole("textbox", { name: "Words of the passage in Leave.pdf" });
    await userEvent.type(passage, "thirty");
    expect(screen.getByRole("combobox", { name: "Add a document" })).toHaveValue("");
    server.on("GET /knowledge/bases/b1/question-sets", () => json({ items: [SET] }));
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Leave questions")).toBeInTheDocument();
    expect(server.at("POST /knowledge/bases/b1/question-sets")[0]?.body).toEqual({
      name: SET.name,
      questions: SET.questions,
    });
  });

  it("are changed, a question at a time", async () => {
    const server = bench([SET]);
    server.on("PUT /knowledge/question-sets/s1", () => json(SET));
    renderAt(PAGE);
    await userEvent.click(await screen.findByRole("button", { name: "Edit Leave questions" }));
    await userEvent.click(screen.getByRole("button", { name: "Add a question" }));
    await userEvent.click(screen.getByRole("button", { name: "Remove question 2" }));
    const passage = await screen.findByRole("textbox", { name: "Words of the passage in Leave.pdf" });
    await userEvent.clear(passage);
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(server.at("PUT /knowledge/question-sets/s1")).toHaveLength(1));
    expect(server.at("PUT /knowledge/question-sets/s1")[0]?.body).toEqual({
      name: SET.name,
      questions: [{ question: "How many days?", expected: [{ document_id: "d1", contains: null }] }],
    });
  });

  it("are run, and show their figures over time", async () => {
    const server = bench([SET]);
    server.on("POST /knowledge/question-sets/s1/runs", () => json(run({ id: "r2", status: "waiting" }), 202));
    const waiting = run({ id: "r2", status: "running", done: 0, recall: null, ndcg: null, mrr: null });
    server.on("GET /knowledge/question-sets/s1/runs", () =>
      page([waiting, run(), run({ id: "r0", recall: 0.25 })]),
    );
    server.on("GET /knowledge/bench-runs/r1", () =>
      json({
        ...run(),
        questions: [
          {
            question: "How many days?",
            recall: 0.5,
            ndcg: 0.4,
            mrr: 1,
            found: [
              { document_id: "d1", chunk_id: "c1", expected: true },
              { document_id: "d9", chunk_id: "c9", expected: false },
            ],
          },
        ],
      }),
    );
    renderAt(PAGE);
    expect(await screen.findByText(/1 question · Recall 0.500 · nDCG 0.432 · MRR 1.000/)).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Run" }));
    const runs = within(await screen.findByRole("group", { name: "Runs of Leave questions" }));
    expect(server.at("POST /knowledge/question-sets/s1/runs")[0]?.body).toEqual(USUAL);
    expect(runs.getByText("0 of 1")).toBeInTheDocument();
    expect(
      runs.getByRole("row", { name: /By their scores · words 0.60 · 100 candidates.* 0.500 0.432 1.000/ }),
    ).toBeInTheDocument();
    // Two have come to their end: a line goes from one to the other.
    expect(
      screen.getByRole("img", { name: /^Recall, nDCG and MRR of the runs of Leave questions/ }),
    ).toBeVisible();
    const newest = within(runs.getByRole("row", { name: /0.500 0.432 1.000/ }));
    await userEvent.click(newest.getByRole("button", { name: /^Questions of the run/ }));
    await userEvent.click(await screen.findByText("How many days?"));
    const found = within(await screen.findByRole("list", { name: "What was found" }));
    expect(await found.findByRole("link", { name: "Leave.pdf" })).toBeInTheDocument();
    expect(await found.findByText("A document that is no longer there")).toBeInTheDocument();
    expect(found.getAllByText("expected")).toHaveLength(1);
  });

  it("are deleted after a question", async () => {
    const server = bench([SET]);
    server.on("DELETE /knowledge/question-sets/s1", nothing);
    renderAt(PAGE);
    await userEvent.click(await screen.findByRole("button", { name: "Delete Leave questions" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete Leave questions?" });
    expect(within(dialog).getByText(/all its runs are lost for good/)).toBeInTheDocument();
    server.on("GET /knowledge/bases/b1/question-sets", () => json({ items: [] }));
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText(/^No set yet/)).toBeInTheDocument();
  });
});
