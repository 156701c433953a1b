import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { adopt } from "@/shared/session/store";

import { session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { json, problem, wire, type Wire } from "../../../../test/wire";
import { endingOf, guessKind, partsOf } from "../kinds";
import { formatSize } from "../size";
import { attachment } from "../testing/file-server";
import Preview from "./Preview";
import { readBeginning } from "./read-beginning";

const LINK = { url: `${location.origin}/api/v1/content/token`, expires_at: "2099-01-01T00:00:00Z" };
let rest: Wire;

beforeEach(() => {
  adopt(session());
  rest = wire({ "GET /files/file-1/link": () => json(LINK) });
});

describe("a preview", () => {
  it("shows text as it was written, and Markdown as it is meant", async () => {
    rest.on("GET /content/token", () => new Response("# Title\n\nsome **bold** words"));
    const plain = renderAlone(<Preview file={attachment()} />);
    expect(await screen.findByText(/# Title/)).toBeInTheDocument();
    plain.unmount();
    renderAlone(<Preview file={attachment({ name: "notes.md" })} />);
    expect(await screen.findByRole("heading", { name: "Title" })).toBeInTheDocument();
  });

  it("shows a document as it was read, and says where its text was not", async () => {
    const rows = [
      ["Street", "Meters"],
      ["Linden", "12"],
    ];
    const blocks = [
      { kind: "heading", text: "Offer", level: 1, page: 1 },
      { kind: "table", text: "| Street | Meters |", rows, page: 2 },
    ];
    const reading = { blocks, pages: 2, truncated: true, title: "Meters", metadata: { author: "Mara" } };
    rest.on("GET /content/token", () => json(reading));
    const file = attachment({ kind: "document", name: "offer.docx" });
    const shown = renderAlone(<Preview file={file} />);
    expect(await screen.findByRole("heading", { name: "Offer" })).toBeInTheDocument();
    expect(screen.getByRole("cell", { name: "Linden" })).toBeInTheDocument();
    expect(screen.getByText("Meters · Mara · 2 pages")).toBeInTheDocument();
    expect(screen.getByText(/only its beginning/)).toBeInTheDocument();
    expect(rest.at("GET /files/file-1/link")[0]?.query.get("variant")).toBe("text");
    shown.unmount();
    rest.on("GET /files/file-1/link", () => problem(404, "file_no_variant"));
    const unread = { code: "file_no_text", title: "No text", detail: "It is a scan." };
    renderAlone(<Preview file={{ ...file, id: "file-1", problem: unread }} />);
    expect(await screen.findByText("No text. It is a scan.")).toBeInTheDocument();
  });

  it("makes a picture larger by button, key and click", async () => {
    renderAlone(<Preview file={attachment({ kind: "image", name: "a.png", media_type: "image/png" })} />);
    const image = await screen.findByRole("img", { name: "Image a.png" });
    expect(image).toHaveAttribute("src", LINK.url);
    await userEvent.click(screen.getByRole("button", { name: "Larger" }));
    expect(screen.getByText("125 %")).toBeInTheDocument();
    screen.getByRole("group", { name: "a.png" }).focus();
    await userEvent.keyboard("-");
    expect(screen.getByText("100 %")).toBeInTheDocument();
    await userEvent.click(image);
    expect(screen.getByText("200 %")).toBeInTheDocument();
  });

  it("takes the small picture of what browsers cannot draw", async () => {
    const file = attachment({ kind: "image", media_type: "image/heic", has_preview: true });
    renderAlone(<Preview file={file} />);
    await screen.findByRole("img");
    expect(rest.at("GET /files/file-1/link")[0]?.query.get("variant")).toBe("preview");
  });

  it.each([
    [{ kind: "other" as const }, /no preview of this kind/],
    [{ status: "checking" as const }, /still being checked/],
    [
      { status: "refused" as const, problem: { code: "x", title: "Infected", detail: "Gone." } },
      "Infected. Gone.",
    ],
  ])("of %j says why there is none", (changes, words) => {
    renderAlone(<Preview file={attachment(changes)} />);
    expect(screen.getByText(words)).toBeInTheDocument();
  });

  it("says what went wrong and tries again", async () => {
    rest.on("GET /files/file-1/link", () => problem(404, "file_not_found"));
    renderAlone(<Preview file={attachment()} />);
    expect(await screen.findByRole("alert")).toHaveTextContent("Title of file_not_found");
    expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
  });
});

describe("the beginning of a text", () => {
  it("is all that is fetched of a long one", async () => {
    rest.on("GET /content/token", () => new Response("x".repeat(1_000)));
    const { signal } = new AbortController();
    expect(await readBeginning(LINK.url, 10, signal)).toEqual({ text: "x".repeat(10), cut: true });
    expect(await readBeginning(LINK.url, 5_000, signal)).toEqual({ text: "x".repeat(1_000), cut: false });
    rest.on("GET /content/token", () => problem(404, "file_link_invalid"));
    expect(await readBeginning(LINK.url, 10, signal)).toBeNull();
  });
});

describe("a file", () => {
  it.each([
    [1, "en", "1 byte"],
    [999, "en", "999 bytes"],
    [2_400_000, "en", "2.4 MB"],
    [48_000, "de", "48 kB"],
    [1_500_000_000_000, "de", "1.500 GB"],
  ])("of %d bytes has a size for people", (bytes, language, words) => {
    expect(formatSize(bytes, language).replace("\u00a0", " ")).toBe(words);
  });

  it("has pages, sheets or slides", () => {
    expect(["a.pdf", "a.XLSX", "a.odp", "a"].map(partsOf)).toEqual(["pages", "sheets", "slides", "pages"]);
  });

  it("has an ending and a kind until the server knows better", () => {
    expect(["a.tar.GZ", ".env", "none"].map(endingOf)).toEqual(["gz", "", ""]);
    expect(["image/png", "application/pdf", "text/x", ""].map(guessKind)).toEqual([
      "image",
      "pdf",
      "text",
      "other",
    ]);
  });
});
