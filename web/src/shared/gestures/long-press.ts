/** A finger that rests on something opens its menu, as the right mouse button does elsewhere. */

const HELD_MS = 450;
/** Pixels that a resting finger may stray. */
const STILL = 10;

/**
 * Calls back for a finger that rests on an element that `selector` finds; the click that would follow is swallowed.
 * Fields and buttons are left alone. Returns how to stop.
 */
export function onLongPress(selector: string, callback: (element: HTMLElement) => void): () => void {
  const control = new AbortController();
  const { signal } = control;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  let pressed = false;
  const cancel = (): void => clearTimeout(timer);
  const found = (target: EventTarget | null): HTMLElement | null => {
    if (!(target instanceof Element) || target.closest("button, input, textarea, select, video, audio"))
      return null;
    return target.closest<HTMLElement>(selector);
  };
  document.addEventListener(
    "touchstart",
    (event) => {
      cancel();
      pressed = false;
      const [touch] = event.touches;
      const element = found(event.target);
      if (event.touches.length !== 1 || !touch || !element || getSelection()?.isCollapsed === false) return;
      from = { x: touch.clientX, y: touch.clientY };
      timer = setTimeout(() => {
        pressed = true;
        callback(element);
      }, HELD_MS);
    },
    { passive: true, signal },
  );
  document.addEventListener(
    "touchmove",
    (event) => {
      const [touch] = event.touches;
      if (touch && Math.hypot(touch.clientX - from.x, touch.clientY - from.y) > STILL) cancel();
    },
    { passive: true, signal },
  );
  document.addEventListener(
    "touchend",
    (event) => {
      cancel();
      // Lifting the finger must not press what the menu has put under it.
      if (pressed && event.cancelable) event.preventDefault();
      pressed = false;
    },
    { signal },
  );
  document.addEventListener("touchcancel", cancel, { passive: true, signal });
  document.addEventListener(
    "dragstart",
    (event) => {
      // Android begins to drag a link that a finger rests on.
      if (pressed) event.preventDefault();
    },
    { capture: true, signal },
  );
  document.addEventListener(
    "contextmenu",
    (event) => {
      // The browser's own menu for a resting finger; the mouse keeps it.
      if (event instanceof PointerEvent && event.pointerType === "touch" && found(event.target))
        event.preventDefault();
    },
    { signal },
  );
  return () => {
    cancel();
    control.abort();
  };
}
