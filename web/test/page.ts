/** What tests with a page find before and leave behind. */

import "@testing-library/jest-dom/vitest";

import { notifications } from "@mantine/notifications";
import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";

import { AREAS, startI18n } from "@/shared/i18n";
import { forget } from "@/shared/session/store";

import { refuseRequests, takeUnexpected } from "./wire";

/** A socket that never opens: what is live is tested where it belongs, in `stream/`. */
class SilentSocket extends EventTarget {
  readonly readyState = 0;
  close(): void {
    // It never was open.
  }
  send(): void {
    // Nobody listens.
  }
}

/**
 * Vitest hands a request's file to Node by a field that jsdom 28 renamed; without it each file is sent as the word
 * "undefined". For this Node no version has it mended: https://github.com/vitest-dev/vitest/issues/11294
 */
function sendFiles(): void {
  const blob = new Blob();
  const [inner] = Object.getOwnPropertySymbols(blob);
  const implementation: unknown = inner && Reflect.get(blob, inner);
  if (typeof implementation !== "object" || implementation === null)
    throw new TypeError("jsdom's Blob changed");
  Object.defineProperty(Object.getPrototypeOf(implementation), "_buffer", {
    configurable: true,
    get(this: { _bytes: Uint8Array }) {
      return this._bytes;
    },
  });
}

/** What Mantine asks of a browser and jsdom does not have. */
function completeBrowser(): void {
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      matches: false,
      media: query,
      onchange: null,
    }) as MediaQueryList;
  window.ResizeObserver = class {
    observe(): void {
      // Nothing is laid out here.
    }
    unobserve(): void {
      // Nothing is laid out here.
    }
    disconnect(): void {
      // Nothing is laid out here.
    }
  };
  Object.defineProperty(globalThis, "WebSocket", { value: SilentSocket, writable: true });
  Object.defineProperty(document, "fonts", { value: new EventTarget(), configurable: true });
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  // Without a layout, what is there counts as seen.
  Element.prototype.checkVisibility = () => true;
}

/** Registers it for the file that is run; files share what is loaded, so loading must not be what does it. */
export function preparePage(): void {
  // Pages are loaded lazily, and the machines of continuous integration are slow.
  configure({ asyncUtilTimeout: 5_000 });

  beforeAll(async () => {
    completeBrowser();
    sendFiles();
    // Pages wait for texts that come later; tests would have to wait with them.
    await startI18n("en", [...AREAS.entry, ...AREAS.chat, ...AREAS.asked, "search"]);
  });

  beforeEach(() => {
    refuseRequests();
    localStorage.clear();
    forget("never");
    // They outlive their page: the next test's, or file's, would show them.
    notifications.clean();
  });

  afterEach(() => {
    cleanup();
    expect(takeUnexpected(), "requests that nobody expects").toEqual([]);
  });

  // What the last test began to load arrives while there still is a page; afterwards its loader is gone.
  afterAll(() => vi.dynamicImportSettled());
}
