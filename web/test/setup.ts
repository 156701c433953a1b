import "@testing-library/jest-dom/vitest";

import { cleanup } from "@testing-library/react";
import { afterEach, beforeAll, beforeEach, expect } from "vitest";

import { startI18n } from "@/shared/i18n";
import { forget } from "@/shared/session/store";

import { refuseRequests, takeUnexpected } from "./wire";

/** What Mantine asks of a browser and jsdom does not have. */
function completeBrowser(): void {
  window.matchMedia = (query) => ({
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    dispatchEvent: () => false,
  });
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
  window.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
}

beforeAll(async () => {
  completeBrowser();
  await startI18n("en");
});

beforeEach(() => {
  refuseRequests();
  localStorage.clear();
  forget("never");
});

afterEach(() => {
  cleanup();
  expect(takeUnexpected(), "requests that nobody expects").toEqual([]);
});
