import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it } from "vitest";

import { startSession } from "@/shared/session";
import { closeSidePanel } from "@/shared/ui/side-panel";

import { session } from "../../../../test/people";
import { renderAt } from "../../../../test/render";
import { json, wire } from "../../../../test/wire";
import type { Found, FoundDocument, SimilarDocument } from "./api";

const FOUND: FoundDocument = {
  document_id: "d1",
  version_id: "v1",
  version_number: 1,
  name: "Leave.pdf",
  base_id: "b1",
  base_name: "Handbooks",
  media_kind: "pdf",
  date: "2026-11-01T10:00:00Z",
  score: 0.9,
  passages: [],
};
const ANSWER: Found = {
  items: [FOUND],
  next_cursor: null,
  total: 1,
  more: false,
  facets: [],
  confidence: "high",
  because: "words",
  reason: "All words were found.",
  lexical_only: [],
  reranked: false,
  corrections: [],
};
const ALIKE: SimilarDocument = {
  document_id: "d2",
  name: "Parental leave.docx",
  base_id: "b2",
  base_name: "Staff",
  score: 0.5,
};

beforeEach(() => startSession(session()));
afterEach(closeSidePanel);

it("what was found leads to what is about the same", async () => {
  const corrections = [{ typed: "laeve", shown: "leave" }];
  wire({
    "POST /knowledge/search": () => json({ ...ANSWER, corrections }),
    "GET /knowledge/documents/d1/similar": () => json({ items: [ALIKE] }),
  });
  renderAt("/knowledge/search?q=laeve");
  await userEvent.click(await screen.findByRole("button", { name: "Similar documents: Leave.pdf" }));
  screen.getByText("Nothing you can read contains “laeve”. “leave” was looked for as well.");
  const panel = within(await screen.findByRole("complementary", { name: "Similar documents" }));
  const link = await panel.findByRole("link", { name: /^Parental leave.docx\s*Staff$/ });
  expect(link).toHaveAttribute("href", "/knowledge/documents/d2");
});
