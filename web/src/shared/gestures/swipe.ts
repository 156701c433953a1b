/** Swipes of one finger, told apart from scrolling, selecting and everything else a finger does. */

export type Direction = "left" | "right";

export interface Touch {
  readonly x: number;
  readonly y: number;
  /** Milliseconds. */
  readonly at: number;
}

/** Pixels, and how much more sideways than up or down. */
const FAR = 56;
const STRAIGHT = 2;
const QUICK_MS = 600;
/** So far a finger has gone when it shows which way it is going. */
const DECIDED = 6;

/** Which way a finger went; null when it was no swipe. */
export function swipeOf(from: Touch, to: Touch): Direction | null {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (to.at - from.at > QUICK_MS || Math.abs(dx) < FAR || Math.abs(dx) < STRAIGHT * Math.abs(dy)) return null;
  return dx < 0 ? "left" : "right";
}

/** Whether something under the finger scrolls that way itself, or follows the finger for a reason of its own. */
export function isTaken(target: Element, direction: Direction): boolean {
  if (target.closest("input[type=range], [role=separator], [role=slider]")) return true;
  for (let element: Element | null = target; element; element = element.parentElement) {
    const room = element.scrollWidth - element.clientWidth;
    const scrolls = room > 1 && /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (scrolls && (direction === "right" ? element.scrollLeft > 1 : element.scrollLeft < room - 1))
      return true;
  }
  return false;
}

/** Calls back for each swipe on the page that nothing else has use for. Returns how to stop. */
export function onSwipe(callback: (direction: Direction, target: Element) => void): () => void {
  const control = new AbortController();
  const options = { passive: true, signal: control.signal } as const;
  let from: (Touch & { target: Element; taken: Record<Direction, boolean> }) | null = null;
  /** Whether the finger's way is ours; null until it shows. */
  let ours: boolean | null = null;
  /** The browser would scroll, or go back in its history, with any move that it is not kept from. */
  const claim = (event: TouchEvent): void => {
    const [touch] = event.touches;
    if (!touch || !from) return;
    const [dx, dy] = [touch.clientX - from.x, touch.clientY - from.y];
    if (ours === null && Math.hypot(dx, dy) >= DECIDED)
      ours = Math.abs(dx) > STRAIGHT * Math.abs(dy) && !from.taken[dx < 0 ? "left" : "right"];
    if (ours === true && event.cancelable) event.preventDefault();
  };
  document.addEventListener("touchmove", claim, { passive: false, signal: control.signal });
  document.addEventListener(
    "touchstart",
    (event) => {
      const [touch] = event.touches;
      from = null;
      if (event.touches.length !== 1 || !touch || !(event.target instanceof Element)) return;
      const { target } = event;
      // As it stands at the beginning: what scrolls moves away under the finger.
      const taken = { left: isTaken(target, "left"), right: isTaken(target, "right") };
      from = { x: touch.clientX, y: touch.clientY, at: event.timeStamp, target, taken };
      ours = null;
    },
    options,
  );
  document.addEventListener(
    "touchend",
    (event) => {
      const [touch] = event.changedTouches;
      const started = from;
      from = null;
      if (!touch || !started || event.touches.length > 0) return;
      // A finger that marks text goes sideways too.
      if (getSelection()?.isCollapsed === false) return;
      const direction = swipeOf(started, { x: touch.clientX, y: touch.clientY, at: event.timeStamp });
      if (direction && !started.taken[direction]) callback(direction, started.target);
    },
    options,
  );
  document.addEventListener(
    "touchcancel",
    () => {
      from = null;
    },
    options,
  );
  return () => control.abort();
}
