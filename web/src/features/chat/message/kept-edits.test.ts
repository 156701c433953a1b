// What a reload does to questions that are being edited: the module is loaded anew, the tab's storage stays.
import { act, renderHook } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import type { Message } from "@/stream";
import { CONVERSATION, message, messageId } from "@/stream/testing/messages";

import { session } from "../../../../test/people";
import type * as Edits from "./edit-draft";

const question = message(1, { content: "Asked before" });

async function load(): Promise<typeof Edits> {
  vi.resetModules();
  const { adopt } = await import("@/shared/session/store");
  adopt(session());
  return import("./edit-draft");
}

function reload(): Promise<typeof Edits> {
  window.dispatchEvent(new Event("pagehide"));
  return load();
}

function shown({ useEditDraft }: typeof Edits, of: Message = question): string | null {
  return renderHook(() => useEditDraft(CONVERSATION, of)).result.current?.text ?? null;
}

beforeEach(() => sessionStorage.clear());

it("stays what one has written, and only that", async () => {
  const other = message(3, { parent_id: messageId(2) });
  const before = await load();
  act(() => {
    before.writeEdit(CONVERSATION, { question, text: "Asked better" });
    before.writeEdit(CONVERSATION, { question: other, text: other.content });
  });
  const after = await reload();
  expect(shown(after)).toBe("Asked better");
  expect(shown(after, other)).toBeNull();
});

it("is nothing once somebody has signed out", async () => {
  const before = await load();
  act(() => before.writeEdit(CONVERSATION, { question, text: "Asked better" }));
  const { forget } = await import("@/shared/session/store");
  act(() => forget("chosen"));
  expect(shown(before)).toBeNull();
  expect(shown(await reload())).toBeNull();
});

it("is nothing where what was kept makes no sense", async () => {
  const kept = { [`${CONVERSATION}/`]: { question: { id: 1 }, text: "Asked better" } };
  sessionStorage.setItem("convosphere.edits", JSON.stringify(kept));
  expect(shown(await load())).toBeNull();
});
