import { afterEach, describe, expect, it, vi } from "vitest";

import { onLongPress } from "./long-press";
import { isTaken, swipeOf } from "./swipe";

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`No ${selector}.`);
  return element;
}

describe("a swipe", () => {
  const from = { x: 100, y: 100, at: 0 };
  it("is quick, far and straight", () => {
    expect(swipeOf(from, { x: 200, y: 110, at: 200 })).toBe("right");
    expect(swipeOf(from, { x: 20, y: 100, at: 200 })).toBe("left");
    for (const to of [
      { x: 130, y: 100, at: 200 },
      { x: 200, y: 190, at: 200 },
      { x: 200, y: 100, at: 2_000 },
    ])
      expect(swipeOf(from, to)).toBeNull();
  });

  it("belongs to what scrolls that way itself", () => {
    document.body.innerHTML = `<div id="wide" style="overflow-x: auto"><p id="inside"></p></div><p id="beside"></p>`;
    const wide = find("#wide");
    Object.defineProperties(wide, { scrollWidth: { value: 500 }, clientWidth: { value: 200 } });
    const inside = find("#inside");
    expect(isTaken(inside, "left")).toBe(true);
    expect(isTaken(inside, "right")).toBe(false);
    wide.scrollLeft = 300;
    expect([isTaken(inside, "left"), isTaken(inside, "right")]).toEqual([false, true]);
    expect(isTaken(find("#beside"), "left")).toBe(false);
  });
});

describe("a long press", () => {
  afterEach(() => vi.useRealTimers());

  function touch(type: string, target: Element, x = 0): boolean {
    const event = new Event(type, { bubbles: true, cancelable: true });
    return target.dispatchEvent(Object.assign(event, { touches: [{ clientX: x, clientY: 0 }] }));
  }

  it("is a finger that rests; lifting it presses nothing", () => {
    vi.useFakeTimers();
    document.body.innerHTML = `<article><p>Text</p><button>Copy</button></article>`;
    const text = find("p");
    const pressed = vi.fn();
    const stop = onLongPress("article", pressed);
    touch("touchstart", text);
    vi.advanceTimersByTime(600);
    expect(pressed).toHaveBeenCalledOnce();
    expect(touch("touchend", text)).toBe(false);
    touch("touchstart", text);
    touch("touchmove", text, 30);
    vi.advanceTimersByTime(600);
    touch("touchstart", text);
    expect(touch("touchend", text)).toBe(true);
    vi.advanceTimersByTime(600);
    touch("touchstart", find("button"));
    vi.advanceTimersByTime(600);
    stop();
    touch("touchstart", text);
    vi.advanceTimersByTime(600);
    expect(pressed).toHaveBeenCalledOnce();
  });
});
