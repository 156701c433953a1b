import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { fileChanged } from "@/features/files";
import { attachment, fileServer, type FileServer } from "@/features/files/testing/file-server";
import { adopt, forget } from "@/shared/session/store";

import { session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { json, problem } from "../../../../test/wire";
import { Composer, type ComposerHandle } from "./Composer";

const onSend = vi.fn();
let server: FileServer;

beforeEach(() => {
  server = fileServer();
  // Whoever was here before has left, and their uploads with them.
  forget("chosen");
  adopt(session());
  onSend.mockReset();
});

interface Options {
  handle?: { current: ComposerHandle | null };
  onStop?: () => void;
  queues?: boolean;
  onEditLast?: () => void;
}

function show({ handle, onStop, queues = false, onEditLast }: Options = {}) {
  return renderAlone(
    <main style={{ position: "relative" }}>
      <Composer
        place="c1"
        onSend={onSend}
        onStop={onStop ?? null}
        queues={queues}
        onEditLast={onEditLast}
        blocked={null}
        {...(handle && { ref: handle })}
      />
    </main>,
  );
}

const field = (): HTMLTextAreaElement => screen.getByRole("textbox");
const picker = (): HTMLElement => screen.getByLabelText("Photos and files");
const file = (name = "notes.txt", content = "hello world"): File =>
  new File([content], name, { type: "text/plain", lastModified: 1 });

describe("files in the composer", () => {
  it("go along with the question once they have arrived, checked or not", async () => {
    show();
    await userEvent.upload(picker(), file());
    expect(await screen.findByText("notes.txt")).toBeInTheDocument();
    await screen.findByText(/being checked/);
    expect(server.arrived.get("file-1")).toBe("hello world");
    await userEvent.type(field(), "Read this{Enter}");
    expect(onSend).toHaveBeenCalledOnce();
    expect(onSend.mock.calls[0]?.[0]).toBe("Read this");
    expect(onSend.mock.calls[0]?.[1]).toMatchObject([{ id: "file-1", status: "checking" }]);
    expect(screen.queryByText("notes.txt")).not.toBeInTheDocument();
  });

  it("hold the question back until they are there, unless one thinks better of it", async () => {
    let goOn: (response: Response) => void = () => undefined;
    server.nextPiece = (keep) =>
      new Promise((resolve) => {
        goOn = (response) => {
          keep();
          resolve(response);
        };
      });
    show();
    await userEvent.upload(picker(), file());
    const progress = await screen.findByRole("progressbar", { name: "Upload of notes.txt" });
    expect(progress).toHaveAttribute("aria-valuenow", "0");
    await userEvent.type(field(), "Read this{Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveAccessibleDescription("Will be sent as soon as all files are here.");
    await userEvent.click(screen.getByRole("button", { name: "Do not send yet" }));
    await userEvent.type(field(), "{Enter}");
    await waitFor(() => expect(server.rest.at("PATCH /files/file-1/content")).toHaveLength(1));
    goOn(new Response(null, { status: 204, headers: { "Upload-Offset": "4" } }));
    await waitFor(() => expect(onSend).toHaveBeenCalledOnce());
    expect(field()).toHaveValue("");
  });

  it("that were refused say why and have to go first", async () => {
    server.rest.on("POST /files", () => problem(413, "file_too_large", { detail: "At most 1 MB." }));
    show();
    await userEvent.upload(picker(), file());
    expect(await screen.findByRole("alert")).toHaveTextContent("Title of file_too_large. At most 1 MB.");
    await userEvent.type(field(), "Read this{Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveAccessibleDescription(/Remove the files that were not accepted/);
    await userEvent.click(screen.getByRole("button", { name: "Remove notes.txt" }));
    await userEvent.type(field(), "{Enter}");
    expect(onSend).toHaveBeenCalledExactlyOnceWith("Read this", []);
  });

  it("go without a word, too", async () => {
    show();
    await userEvent.upload(picker(), file());
    await screen.findByText(/being checked/);
    await userEvent.type(field(), "  ");
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    const [text, files] = onSend.mock.calls[0] as [string, { name: string }[]];
    expect([text, files.map(({ name }) => name)]).toEqual(["", ["notes.txt"]]);
    expect(field()).toHaveValue("");
  });

  it("are taken once, and the second time said so", async () => {
    show();
    await userEvent.upload(picker(), file());
    await screen.findByText("notes.txt");
    await userEvent.upload(picker(), [file(), file("empty.txt", "")]);
    await waitFor(() =>
      expect(field()).toHaveAccessibleDescription(
        "Already attached: notes.txt Without content, so not attached: empty.txt",
      ),
    );
  });

  it("are dropped anywhere on the page, alone or in folders", async () => {
    show();
    const alone = file();
    const folder = (names: readonly string[]) => {
      const portions = [names.map((name) => entry(file(name))), []];
      const readEntries = (done: (found: unknown) => void): void => done(portions.shift());
      return { isDirectory: true, name: "inbox", createReader: () => ({ readEntries }) };
    };
    const entry = (content: File) => ({ isFile: true, file: (done: (file: File) => void) => done(content) });
    const drop = (names: readonly string[]): void => {
      const items = [
        { kind: "file", webkitGetAsEntry: () => entry(alone), getAsFile: () => alone },
        { kind: "file", webkitGetAsEntry: () => folder(names), getAsFile: () => null },
      ];
      const dataTransfer = { types: ["Files"], files: [alone], items };
      fireEvent.dragOver(field(), { dataTransfer });
      fireEvent.drop(field(), { dataTransfer });
    };
    Element.prototype.checkVisibility = () => true;
    fireEvent.dragOver(field(), { dataTransfer: { types: ["Files"] } });
    expect(await screen.findByText("Drop the files here to attach them")).toBeInTheDocument();
    drop(["a.md", ".DS_Store"]);
    for (const name of ["notes.txt", "a.md"]) expect(await screen.findByText(name)).toBeInTheDocument();
    expect(screen.queryByText("Drop the files here to attach them")).not.toBeInTheDocument();
    drop(Array.from({ length: 20 }, (_, number) => `${number}.md`));
    await waitFor(() => expect(field()).toHaveAccessibleDescription(/in the folder are more/));
    expect(screen.queryByText("0.md")).not.toBeInTheDocument();
    expect(screen.queryByText(".DS_Store")).not.toBeInTheDocument();
  });

  it("are pasted, and a picture that comes beside a text is not", async () => {
    show();
    const picture = new File(["png"], "image.png", { type: "image/png" });
    const paste = (types: string[]): Event => {
      const event = createEvent.paste(field(), {
        clipboardData: { types, files: [picture], getData: () => "text" },
      });
      fireEvent(field(), event);
      return event;
    };
    expect(paste(["text/plain", "Files"]).defaultPrevented).toBe(false);
    expect(paste(["Files"]).defaultPrevented).toBe(true);
    expect(await screen.findByText("Pasted image 1.png")).toBeInTheDocument();
  });

  it("come back with a question that was not sent", async () => {
    const handle: { current: ComposerHandle | null } = { current: null };
    show({ handle });
    handle.current?.putBack("old", [attachment({ status: "ready" })]);
    expect(await screen.findByRole("button", { name: /Open\s*notes.txt/ })).toBeInTheDocument();
    expect(field()).toHaveValue("old");
  });

  it("are announced when all of them are ready", async () => {
    show();
    await userEvent.upload(picker(), file());
    await screen.findByText(/being checked/);
    fileChanged(attachment({ status: "ready" }));
    expect(await screen.findByText("One file attached.")).toBeInTheDocument();
  });
});

describe("a long text that is pasted", () => {
  it("can go along as a file", async () => {
    server.chunkBytes = 1_000_000;
    show();
    await userEvent.type(field(), "Read: ");
    await userEvent.paste("x".repeat(7_000));
    expect(field().value).toHaveLength(7_006);
    await userEvent.click(screen.getByRole("button", { name: "Attach it as a file" }));
    expect(field()).toHaveValue("Read: ");
    expect(await screen.findByText("Pasted text.txt")).toBeInTheDocument();
  });

  it("stays a text when one types on", async () => {
    show();
    await userEvent.click(field());
    await userEvent.paste("x".repeat(7_000));
    expect(screen.getByRole("button", { name: "Attach it as a file" })).toBeInTheDocument();
    await userEvent.type(field(), "y");
    expect(screen.queryByRole("button", { name: "Attach it as a file" })).not.toBeInTheDocument();
  });
});

describe("while an answer runs", () => {
  it("the next question can be sent, and the answer stopped", async () => {
    const onStop = vi.fn();
    show({ onStop, queues: true });
    expect(screen.queryByRole("button", { name: "Send next, after this answer" })).not.toBeInTheDocument();
    await userEvent.type(field(), "Next");
    expect(screen.getByRole("button", { name: "Stop the answer" })).toBeInTheDocument();
    await userEvent.click(screen.getByRole("button", { name: "Send next, after this answer" }));
    expect(onSend).toHaveBeenCalledExactlyOnceWith("Next", []);
  });
});

describe("the arrow up", () => {
  it("edits the last question from the empty field only", async () => {
    const onEditLast = vi.fn();
    show({ onEditLast });
    await userEvent.type(field(), "{ArrowUp}");
    expect(onEditLast).toHaveBeenCalledOnce();
    await userEvent.type(field(), "x{ArrowUp}");
    expect(onEditLast).toHaveBeenCalledOnce();
  });
});

describe("a slash", () => {
  it("offers prompts, and Escape leaves the text as it was typed", async () => {
    const prompt = { id: "p1", title: "Summary", command: "sum", content: "Sum this up", variables: [] };
    server.rest.on("GET /prompts", () => json({ items: [prompt], next_cursor: null }));
    show();
    await userEvent.type(field(), "/su");
    expect(await screen.findByRole("option", { name: /Summary/ })).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("option")).not.toBeInTheDocument();
    expect(field()).toHaveValue("/su");
    await userEvent.clear(field());
    await userEvent.type(field(), "/su");
    await userEvent.click(await screen.findByRole("option", { name: /Summary/ }));
    expect(field()).toHaveValue("Sum this up");
    expect(onSend).not.toHaveBeenCalled();
  });
});
