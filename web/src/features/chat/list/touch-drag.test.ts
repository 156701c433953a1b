import { afterEach, describe, expect, it, vi, type Mock } from "vitest";

import { landings } from "./drag";
import { followFingers } from "./touch-drag";

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`No ${selector}.`);
  return element;
}

/** A touch at a height of the screen, so many milliseconds after the page came. Returns whether it goes on as usual. */
function touch(type: string, y: number, at: number): boolean {
  const event = new Event(type, { bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: at });
  return find("#row").dispatchEvent(Object.assign(event, { touches: [{ clientX: 0, clientY: y }] }));
}

function stage(): { drop: ReturnType<typeof vi.fn>; zoneAt: Mock<() => "into" | null>; stop: () => void } {
  document.body.innerHTML = `<ul><li><a id="row" data-drag="conversation:one" title="One">One</a>
    <button aria-haspopup="menu" aria-expanded="true"></button></li><li id="folder"></li></ul>`;
  document.elementFromPoint = () => find("#folder");
  const drop = vi.fn();
  const zoneAt = vi.fn<() => "into" | null>(() => "into");
  landings.set(find("#folder"), { zoneAt, mark: () => undefined, drop });
  return { drop, zoneAt, stop: followFingers(find("ul")) };
}

describe("a finger", () => {
  afterEach(() => {
    document.body.innerHTML = "";
    Reflect.deleteProperty(document, "elementFromPoint");
  });

  it("carries a row on which it has rested, instead of its menu", () => {
    const { drop, stop } = stage();
    const menu = vi.fn();
    find("button").addEventListener("click", menu);
    touch("touchstart", 0, 0);
    touch("touchmove", 4, 300);
    expect(touch("touchmove", 60, 600)).toBe(false);
    expect(menu).toHaveBeenCalledOnce();
    expect(find("body > [aria-hidden]").textContent).toBe("One");
    expect(touch("touchend", 60, 700)).toBe(false);
    expect(drop).toHaveBeenCalledExactlyOnceWith({ kind: "conversation", id: "one" }, "into");
    expect(document.querySelector("body > [aria-hidden]")).toBeNull();
    stop();
  });

  it("scrolls when it does not rest, and leaves what nobody takes where it was", () => {
    const { drop, zoneAt, stop } = stage();
    touch("touchstart", 0, 0);
    expect(touch("touchmove", 60, 100)).toBe(true);
    expect(touch("touchmove", 90, 900)).toBe(true);
    touch("touchend", 90, 950);
    zoneAt.mockReturnValue(null);
    touch("touchstart", 0, 1000);
    touch("touchmove", 60, 1600);
    touch("touchend", 60, 1700);
    expect(drop).not.toHaveBeenCalled();
    stop();
  });
});
