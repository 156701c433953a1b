import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { adopt } from "@/shared/session/store";

import { instance, session } from "../../../../test/people";
import { renderAlone } from "../../../../test/render";
import { json, wire } from "../../../../test/wire";
import { Composer, type ComposerHandle } from "./Composer";
import { keepDraft, readDraft } from "./drafts";
import { LONGEST_MESSAGE, withinLimit } from "./limit";

const mine = session();
const onSend = vi.fn();

beforeEach(() => {
  adopt(mine);
  onSend.mockReset();
});

interface Options {
  place?: string;
  onStop?: (() => void) | null;
  blocked?: string | null;
  handle?: { current: ComposerHandle | null };
}

function show({ place = "c1", onStop = null, blocked = null, handle }: Options = {}) {
  return renderAlone(
    <Composer
      place={place}
      onSend={onSend}
      onStop={onStop}
      blocked={blocked}
      {...(handle && { ref: handle })}
    />,
  );
}

const field = (): HTMLTextAreaElement => screen.getByRole("textbox");

describe("the composer", () => {
  it("sends with Enter and is empty then", async () => {
    show();
    await userEvent.type(field(), "Hello{Enter}");
    expect(onSend).toHaveBeenCalledExactlyOnceWith("Hello", []);
    expect(field()).toHaveValue("");
  });

  it("breaks the line with Shift+Enter", async () => {
    show();
    await userEvent.type(field(), "one{Shift>}{Enter}{/Shift}two");
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveValue("one\ntwo");
  });

  it.each([
    ["while a composition is going on", { isComposing: true }],
    ["that ended a composition in Safari", { keyCode: 229 }],
  ])("takes Enter %s for the composition's", (_, init) => {
    show();
    fireEvent.change(field(), { target: { value: "にほん" } });
    const event = createEvent.keyDown(field(), { key: "Enter", ...init });
    fireEvent(field(), event);
    expect(onSend).not.toHaveBeenCalled();
    expect(event.defaultPrevented).toBe(false);
  });

  it("breaks the line with Enter where there is no Shift at hand", async () => {
    const device = window.matchMedia.bind(window);
    vi.spyOn(window, "matchMedia").mockImplementation((query) =>
      Object.assign(device(query), { matches: query === "(pointer: coarse)" }),
    );
    show();
    await userEvent.type(field(), "a{Enter}b");
    expect(onSend).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Send" }));
    expect(onSend).toHaveBeenCalledExactlyOnceWith("a\nb", []);
  });

  it("sends nothing but blanks", async () => {
    show();
    await userEvent.type(field(), "   {Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  it("stops while an answer runs, and keeps what is typed meanwhile", async () => {
    const onStop = vi.fn();
    show({ onStop });
    await userEvent.type(field(), "Next{Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveValue("Next");
    await userEvent.click(screen.getByRole("button", { name: "Stop the answer" }));
    expect(onStop).toHaveBeenCalledOnce();
  });

  it("says why nothing can be sent just now", async () => {
    show({ blocked: "Still on its way." });
    await userEvent.type(field(), "Next{Enter}");
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveAccessibleDescription("Still on its way.");
  });

  it("takes as much as fits of a paste, and says what was left out", () => {
    show();
    fireEvent.change(field(), { target: { value: "x".repeat(LONGEST_MESSAGE + 1_234) } });
    expect(field().value).toHaveLength(LONGEST_MESSAGE);
    expect(screen.getByRole("status")).toHaveTextContent(
      "A message holds at most 200,000 characters. The last 1,234 were left out.",
    );
    fireEvent.change(field(), { target: { value: "short" } });
    expect(screen.queryByRole("status")).not.toBeInTheDocument();
  });

  it("holds to what the installation allows", async () => {
    wire({ "GET /instance": () => json(instance({ limits: { message_characters: 120 } })) });
    show();
    await waitFor(() => {
      fireEvent.change(field(), { target: { value: "x".repeat(110) } });
      fireEvent.change(field(), { target: { value: "x".repeat(130) } });
      expect(field().value).toHaveLength(120);
    });
    expect(screen.getByRole("status")).toHaveTextContent(/at most 120 characters. The last 10 were left out/);
  });

  it("takes a refused question back in front of what is there", async () => {
    const handle: { current: ComposerHandle | null } = { current: null };
    show({ handle });
    await userEvent.type(field(), "new");
    handle.current?.putBack("old");
    await vi.waitFor(() => expect(field()).toHaveValue("old\n\nnew"));
    expect(field()).toHaveFocus();
  });
});

describe("a draft", () => {
  it("is there again when one comes back, per conversation", async () => {
    const first = show();
    await userEvent.type(field(), "Half a thought");
    first.unmount();
    const other = show({ place: "c2" });
    expect(field()).toHaveValue("");
    other.unmount();
    show();
    expect(field()).toHaveValue("Half a thought");
  });

  it("is gone when it was sent", async () => {
    const view = show();
    await userEvent.type(field(), "Sent{Enter}");
    expect(readDraft(mine.person.id, "c1")).toBe("");
    view.unmount();
    show();
    expect(field()).toHaveValue("");
  });

  it("belongs to one person", () => {
    keepDraft("ada", "c1", "secret");
    expect(readDraft("grace", "c1")).toBe("");
  });

  it("is bounded in number and length, the oldest first", () => {
    for (let place = 0; place < 45; place++) keepDraft("ada", `c${place}`, "text");
    keepDraft("ada", "c44", "y".repeat(100_000));
    expect(readDraft("ada", "c4")).toBe("");
    expect(readDraft("ada", "c5")).toBe("text");
    expect(readDraft("ada", "c44")).toHaveLength(60_000);
  });

  it.each(["[]", "{", '{"c1":5}', "null"])("is none when the browser holds %s", (stored) => {
    localStorage.setItem("convosphere.drafts.ada", stored);
    expect(readDraft("ada", "c1")).toBe("");
  });
});

describe("the limit", () => {
  it("never cuts a character in two", () => {
    const text = "x".repeat(LONGEST_MESSAGE - 1) + "👋";
    expect(withinLimit(text, LONGEST_MESSAGE)).toEqual({ text: "x".repeat(LONGEST_MESSAGE - 1), over: 2 });
  });
});
