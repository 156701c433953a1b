import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { keepFocus } from "./keep-focus";

let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `
    <main id="content" tabindex="-1">
      <button id="opener">New</button>
      <div id="place"></div>
      <ul><li id="row"><button id="star">Star</button><button id="more">More</button></li></ul>
    </main>`;
  end = keepFocus();
});
afterEach(() => {
  end();
  vi.useRealTimers();
  document.body.innerHTML = "";
});

function at(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`nothing is called ${id}`);
  return found;
}

/** What has the focus goes, or can have it no longer. */
function lose(change: () => void): void {
  (document.activeElement as HTMLElement).blur();
  change();
}

const settle = async (): Promise<unknown> => vi.advanceTimersByTimeAsync(100);

it("goes back to what opened a form when that folds away", async () => {
  at("opener").focus();
  at("place").innerHTML = '<form id="form"><input id="field" /><button id="cancel">Cancel</button></form>';
  at("field").focus();
  at("cancel").focus();
  lose(() => at("form").remove());
  await settle();
  expect(at("opener")).toHaveFocus();
});

it("goes back to it where it was drawn anew meanwhile", async () => {
  at("star").focus();
  at("opener").focus();
  at("place").innerHTML = '<input id="field" />';
  at("field").focus();
  at("opener").outerHTML = '<button id="again">New</button>';
  lose(() => at("place").remove());
  await settle();
  expect(at("again")).toHaveFocus();
});

it("goes to the page when a dialog closes that nothing on it had opened", async () => {
  document.body.insertAdjacentHTML("beforeend", '<div id="dialog"><button id="close">Close</button></div>');
  at("close").focus();
  lose(() => at("dialog").remove());
  await settle();
  expect(at("content")).toHaveFocus();
});

it("goes on beside a button that is gone", async () => {
  at("opener").focus();
  at("star").focus();
  lose(() => at("star").remove());
  await settle();
  expect(at("more")).toHaveFocus();
});

it("stays on a button that is drawn anew", async () => {
  at("more").focus();
  lose(() => (at("more").outerHTML = '<button id="again">More</button>'));
  await settle();
  expect(at("again")).toHaveFocus();
});

it("comes back to a button that waited for the server", async () => {
  const button = at("star") as HTMLButtonElement;
  button.focus();
  lose(() => (button.disabled = true));
  await settle();
  expect(document.body).toHaveFocus();
  button.disabled = false;
  await settle();
  expect(button).toHaveFocus();
});

it("comes back to one whose wait was over at once", async () => {
  const button = at("star") as HTMLButtonElement;
  button.focus();
  // The browser takes the focus from what it finds disabled.
  button.addEventListener("focusout", () => (button.disabled = true));
  lose(() => (button.disabled = false));
  await settle();
  expect(button).toHaveFocus();
});

it("goes on beside a button that stays disabled, and to the page when nothing else is left", async () => {
  const button = at("star") as HTMLButtonElement;
  button.focus();
  lose(() => (button.disabled = true));
  await vi.advanceTimersByTimeAsync(1_500);
  expect(at("more")).toHaveFocus();
  lose(() => (at("content").innerHTML = ""));
  await settle();
  expect(at("content")).toHaveFocus();
});

it("leaves alone who has clicked beside it, and who has been taken elsewhere", async () => {
  at("star").focus();
  lose(() => undefined);
  await settle();
  expect(document.body).toHaveFocus();
  at("star").focus();
  lose(() => {
    at("star").remove();
    at("opener").focus();
  });
  at("opener").focus();
  await settle();
  expect(at("opener")).toHaveFocus();
});

it("finds the place with the next key where the browser told nothing", () => {
  at("star").focus();
  at("star").remove();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true }));
  expect(at("more")).toHaveFocus();
});
