/**
 * Keeps the reader's place while the page grows: at the end as long as they are there, else at the message they are
 * reading, whatever is added or changes its height above it. Browsers do the latter only in part, and not at the top.
 */

/** So close to the end counts as at the end, in pixels. */
const END_SLACK = 40;
/** Where a message that was looked for comes to stand: so far from the top, as a part of what is visible. */
const FOUND_AT = 0.15;

interface Anchor {
  readonly element: Element;
  readonly top: number;
}

export interface ScrollWatcher {
  /** New text scrolls along, or no longer does. */
  following: (following: boolean) => void;
  /** The topmost message in sight; null at the end. Comes with every scroll: must be cheap. */
  reading: (messageId: string | null) => void;
}

export class ScrollKeeper {
  private following = true;
  private anchor: Anchor | null = null;
  private lastTop = 0;
  /** What is loaded ends before the conversation does: there is no end to follow. */
  private cut = false;
  /** Who has just asked waits for the end, though what is loaded does not reach it yet: a new branch will. */
  private awaits = false;
  private readonly observer: ResizeObserver;
  private readonly control = new AbortController();

  constructor(
    private readonly frame: HTMLElement,
    private readonly content: HTMLElement,
    private readonly watcher: ScrollWatcher,
  ) {
    this.observer = new ResizeObserver(() => this.hold());
    this.observer.observe(content);
    this.observer.observe(frame);
    frame.addEventListener("scroll", () => this.scrolled(), { passive: true, signal: this.control.signal });
    this.hold();
  }

  stop(): void {
    this.observer.disconnect();
    this.control.abort();
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.awaits = true;
    this.follow(true);
    this.hold();
  }

  setCut(cut: boolean): void {
    this.cut = cut;
    if (cut && this.following) this.follow(false);
    if (cut || !this.awaits) return;
    this.awaits = false;
    this.follow(true);
  }

  /** Brings a message to a height above which `top` pixels are visible, and holds it there. */
  bring(element: Element, top = this.frame.clientHeight * FOUND_AT): void {
    // Where all of it is in sight there is nowhere to go, and the end stays in sight.
    if (!this.cut && this.frame.scrollHeight <= this.frame.clientHeight) return;
    this.awaits = false;
    this.follow(false);
    this.anchor = { element, top: this.frame.getBoundingClientRect().top + top };
    this.tell();
    this.hold();
  }

  /** How far below the upper edge an element is, in pixels. */
  topOf(element: Element): number {
    return element.getBoundingClientRect().top - this.frame.getBoundingClientRect().top;
  }

  /** Puts the place back after something changed; also called before the screen is drawn. */
  hold(): void {
    const { frame } = this;
    // Text may come in between the reader's move and the event that tells of it: the move counts.
    if (this.following && frame.scrollTop < this.lastTop) this.scrolled();
    if (this.following) {
      frame.scrollTop = frame.scrollHeight;
    } else if (this.anchor?.element.isConnected === true) {
      const moved = this.anchor.element.getBoundingClientRect().top - this.anchor.top;
      if (Math.abs(moved) >= 1) frame.scrollTop += moved;
    }
    this.lastTop = frame.scrollTop;
  }

  private scrolled(): void {
    const { frame } = this;
    // Our own moves are told too: what is held stays held until the reader moves.
    const moved = Math.abs(frame.scrollTop - this.lastTop) >= 1;
    if (!moved && this.anchor?.element.isConnected === true) return;
    if (moved) this.awaits = false;
    const fromEnd = frame.scrollHeight - frame.clientHeight - frame.scrollTop;
    // Only a move upward lets go: growing text and our own scrolling move downward.
    if (fromEnd <= END_SLACK && !this.cut) this.follow(true);
    else if (frame.scrollTop < this.lastTop) this.follow(false);
    this.lastTop = frame.scrollTop;
    this.anchor = this.following ? null : this.findAnchor();
    this.tell();
  }

  /** The topmost message that is in sight; of a piece that is not drawn yet, the piece. */
  private findAnchor(): Anchor | null {
    const top = this.frame.getBoundingClientRect().top;
    const isInSight = (element: Element): boolean => element.getBoundingClientRect().bottom > top;
    // Not the sign above them that more is being loaded: it stays at the top while messages come in below it.
    const piece = [...this.content.querySelectorAll(":scope > [data-chunk]")].find(isInSight);
    if (!piece) return null;
    const element = [...piece.children].find(isInSight) ?? piece;
    return { element, top: element.getBoundingClientRect().top };
  }

  private follow(following: boolean): void {
    if (following) this.anchor = null;
    if (this.following === following) return;
    this.following = following;
    this.watcher.following(following);
    this.tell();
  }

  private tell(): void {
    const id = this.following ? null : (this.anchor?.element.getAttribute("data-message") ?? undefined);
    if (id !== undefined) this.watcher.reading(id);
  }
}
