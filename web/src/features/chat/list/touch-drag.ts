/** Rows dragged by a finger: it rests until the row comes loose, then carries it. Browsers do this for the mouse alone. */
import { landings, type Dragged, type DropZone, type Landing } from "./drag";
import classes from "./touch-drag.module.css";

/** A finger that has rested so long carries; the same rest opens the menu of a chat (`shared/gestures`). */
const HELD_MS = 450;
/** Pixels that a resting finger may stray. */
const STILL = 10;
/** So near its upper or lower edge the list scrolls, in pixels; so far with each frame. */
const EDGE = 56;
const PACE = 8;

interface Touched {
  readonly row: HTMLElement;
  readonly dragged: Dragged;
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

interface Over {
  readonly landing: Landing;
  readonly zone: DropZone;
}

/** Lets fingers drag the rows of a list (those with `data-drag`). Returns how to stop. */
export function followFingers(list: HTMLElement): () => void {
  const control = new AbortController();
  const { signal } = control;
  let touched: Touched | null = null;
  let ghost: HTMLElement | null = null;
  let over: Over | null = null;
  let finger = { x: 0, y: 0 };
  let frame = 0;

  const mark = (next: Over | null): void => {
    if (over?.landing !== next?.landing) over?.landing.mark(null);
    over = next;
    next?.landing.mark(next.zone);
  };
  const look = (): void => {
    if (!touched) return;
    mark(landingAt(finger.x, finger.y, touched.dragged));
  };
  const scroll = (): void => {
    const place = scrollerOf(list);
    if (place) {
      const { top, bottom } = place.getBoundingClientRect();
      const by = finger.y < top + EDGE ? -PACE : finger.y > bottom - EDGE ? PACE : 0;
      if (by !== 0) {
        place.scrollTop += by;
        look();
      }
    }
    frame = requestAnimationFrame(scroll);
  };
  const take = ({ row }: Touched): void => {
    // Whoever carries wanted no menu.
    row.parentElement?.querySelector<HTMLElement>("button[aria-expanded='true'][aria-haspopup]")?.click();
    ghost = document.createElement("div");
    ghost.className = classes.ghost ?? "";
    ghost.setAttribute("aria-hidden", "true");
    ghost.textContent = row.title;
    document.body.append(ghost);
    row.dataset.carried = "";
    scroll();
  };
  const end = (): void => {
    cancelAnimationFrame(frame);
    mark(null);
    ghost?.remove();
    ghost = null;
    if (touched) delete touched.row.dataset.carried;
    touched = null;
  };

  list.addEventListener(
    "touchstart",
    (event) => {
      end();
      const [touch] = event.touches;
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-drag]") : null;
      const dragged = row && draggedOf(row);
      if (event.touches.length !== 1 || !touch || !dragged) return;
      touched = { row, dragged, x: touch.clientX, y: touch.clientY, at: event.timeStamp };
    },
    { passive: true, signal },
  );
  list.addEventListener(
    "touchmove",
    (event) => {
      const [touch] = event.touches;
      if (!touch || !touched) return;
      if (ghost === null) {
        if (Math.hypot(touch.clientX - touched.x, touch.clientY - touched.y) <= STILL) return;
        if (event.timeStamp - touched.at < HELD_MS) {
          touched = null;
          return;
        }
        take(touched);
      }
      // Neither scrolled by it nor a swipe.
      if (event.cancelable) event.preventDefault();
      event.stopPropagation();
      finger = { x: touch.clientX, y: touch.clientY };
      if (ghost) ghost.style.translate = `${finger.x}px ${finger.y}px`;
      look();
    },
    { passive: false, signal },
  );
  list.addEventListener(
    "touchend",
    (event) => {
      const carried = ghost !== null ? touched : null;
      if (carried) {
        if (event.cancelable) event.preventDefault();
        event.stopPropagation();
        if (over) over.landing.drop(carried.dragged, over.zone);
      }
      end();
    },
    { signal },
  );
  list.addEventListener("touchcancel", end, { passive: true, signal });
  // Some browsers would carry a link by themselves, and then tell nothing more of the finger.
  list.addEventListener(
    "dragstart",
    (event) => {
      if (touched) event.preventDefault();
    },
    { capture: true, signal },
  );
  return () => {
    end();
    control.abort();
  };
}

function draggedOf(row: HTMLElement): Dragged | null {
  const [kind, id = ""] = (row.dataset.drag ?? "").split(":");
  return kind === "conversation" || kind === "folder" ? { kind, id } : null;
}

/** The innermost element under the finger that takes it. */
function landingAt(x: number, y: number, dragged: Dragged): Over | null {
  for (let element = document.elementFromPoint(x, y); element; element = element.parentElement) {
    const landing = landings.get(element);
    const zone = landing?.zoneAt(dragged, y) ?? null;
    if (landing && zone !== null) return { landing, zone };
  }
  return null;
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let place: HTMLElement | null = element; place; place = place.parentElement)
    if (place.scrollHeight > place.clientHeight && /auto|scroll/.test(getComputedStyle(place).overflowY))
      return place;
  return null;
}
