import { afterEach, describe, expect, it, vi } from "vitest";

import { copyText } from "./clipboard";

function offerClipboard(writeText: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
}

afterEach(() => {
  Reflect.deleteProperty(navigator, "clipboard");
  Reflect.deleteProperty(document, "execCommand");
});

describe("copyText", () => {
  it("uses the clipboard where there is one", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    offerClipboard(writeText);
    expect(await copyText("csk_1")).toBe(true);
    expect(writeText).toHaveBeenCalledWith("csk_1");
  });

  it("copies by selection over plain http, and leaves nothing behind", async () => {
    let selected = "";
    Object.defineProperty(document, "execCommand", {
      value: () => {
        selected = document.querySelector("textarea")?.value ?? "";
        return true;
      },
      configurable: true,
    });
    expect(await copyText("csk_2")).toBe(true);
    expect(selected).toBe("csk_2");
    expect(document.querySelector("textarea")).toBeNull();
  });

  it("says so when neither works", async () => {
    offerClipboard(() => Promise.reject(new DOMException("Denied", "NotAllowedError")));
    Object.defineProperty(document, "execCommand", { value: () => false, configurable: true });
    expect(await copyText("csk_3")).toBe(false);
  });
});
