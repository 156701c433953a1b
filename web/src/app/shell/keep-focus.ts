/**
 * Keeps the keyboard's place. What somebody acts on may go by that very act: a dialog closes, a form folds away, a row is
 * deleted, a button cannot be pressed twice. The browser then leaves the focus with the page as a whole, where nothing
 * shows it and screen readers begin anew.
 *
 * Menus, dialogs and pages that move it themselves come first: this acts on a focus only once nobody has it.
 */
import { isTouch } from "@/shared/gestures/select-text";

/** Milliseconds for all others to put it where they want it. */
const OTHERS_FIRST = 60;
/** Milliseconds in which a button that waits for the server is expected back. */
const BUSY = 1_000;
const REMEMBERED = 20;

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
const WRITTEN_IN = "textarea, input:not([type=checkbox], [type=radio]), [contenteditable]";

interface Place {
  readonly element: HTMLElement;
  /** What it stands in, from the inside out; still known when it is gone. */
  readonly around: readonly Element[];
}

/** Begins; the result ends it. */
export function keepFocus(): () => void {
  let place: Place | null = null;
  let before: WeakRef<HTMLElement>[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: MutationObserver | null = null;

  const stop = (): void => {
    clearTimeout(timer);
    watch?.disconnect();
    watch = null;
  };
  const restore = (): void => {
    stop();
    if (place === null || !isNowhere()) return;
    const { element } = place;
    // Somebody has clicked beside it: that is where they are.
    if (isUsable(element)) return;
    standIn(place, before)?.focus({ preventScroll: true });
  };
  const awaitReturn = ({ element }: Place): void => {
    watch = new MutationObserver(() => {
      if (!isNowhere()) stop();
      else if (!element.isConnected) restore();
      else if (isUsable(element)) {
        stop();
        element.focus({ preventScroll: true });
      }
    });
    watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled"] });
    timer = setTimeout(restore, BUSY);
  };
  /** `taken`: it was disabled while it had the focus, and may be back already. */
  const look = (taken: boolean): void => {
    if (place === null || !isNowhere()) return;
    const { element } = place;
    if (element.isConnected && element.matches(":disabled")) awaitReturn(place);
    else if (taken && isUsable(element)) element.focus({ preventScroll: true });
    else restore();
  };

  const onFocusIn = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return;
    stop();
    if (place !== null && place.element !== target)
      before = [...before, new WeakRef(place.element)].slice(-REMEMBERED);
    const around: Element[] = [];
    for (let at = target.parentElement; at !== null; at = at.parentElement) around.push(at);
    place = { element: target, around };
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) return;
    stop();
    const taken = place?.element.matches(":disabled") === true;
    timer = setTimeout(() => look(taken), OTHERS_FIRST);
  };
  // Not all browsers tell that the focus went with its element; the next key shows it.
  const onKeyDown = (): void => {
    if (isNowhere() && watch === null) look(false);
  };
  document.addEventListener("focusin", onFocusIn);
  document.addEventListener("focusout", onFocusOut);
  document.addEventListener("keydown", onKeyDown, { capture: true });
  return () => {
    stop();
    document.removeEventListener("focusin", onFocusIn);
    document.removeEventListener("focusout", onFocusOut);
    document.removeEventListener("keydown", onKeyDown, { capture: true });
  };
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

function isUsable(element: HTMLElement): boolean {
  return (
    element.isConnected &&
    !element.matches(":disabled") &&
    element.closest("[inert], [aria-hidden=true]") === null &&
    element.checkVisibility({ visibilityProperty: true })
  );
}

/** Nobody's keyboard comes up for a field that they did not ask for. */
function isWelcome(element: HTMLElement): boolean {
  return isUsable(element) && !(isTouch() && element.matches(WRITTEN_IN));
}

/** The same control, put there in place of the one that is gone. */
function isDrawnAnew(one: HTMLElement, gone: HTMLElement): boolean {
  const name = (control: HTMLElement): string => control.getAttribute("aria-label") ?? control.textContent;
  return one.tagName === gone.tagName && name(one) === name(gone);
}

/** A control that was used, or what has been drawn in its place. */
function successor(used: HTMLElement | undefined): HTMLElement | undefined {
  if (used === undefined || isWelcome(used)) return used;
  if (used.isConnected || used.textContent === "") return undefined;
  const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)];
  return all.find((one) => isDrawnAnew(one, used) && isWelcome(one));
}

/** Where to go on instead; null: there is nothing left around it. */
function standIn({ element, around }: Place, before: readonly WeakRef<HTMLElement>[]): HTMLElement | null {
  const left = around.filter((one) => one.isConnected);
  // More than the control is gone, a dialog or a form: back to what was used before that.
  const whole = left.length < around.length;
  if (whole) {
    for (const one of before.toReversed()) {
      const last = successor(one.deref());
      if (last) return last;
    }
  }
  const page = document.getElementById("content");
  for (const level of left) {
    // So far out everything is beside it: any control there would be one by chance.
    if (level === document.body || level.contains(page)) break;
    if (!(level instanceof HTMLElement)) continue;
    if (level.hasAttribute("tabindex") && isUsable(level)) return level;
    const inside = [...level.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
      (one) => one !== element && one.tabIndex >= 0 && isWelcome(one),
    );
    const next = inside.find((one) => isDrawnAnew(one, element)) ?? inside[0];
    if (next) return next;
  }
  return page;
}
