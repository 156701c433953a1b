/** The outline that index.html paints before any script has run (`scripts/first-paint.ts`). */

/** Takes it away in the moment in which there is something in `root` to see. Style elements are nothing to see. */
export function takeOutlineAway(root: HTMLElement): void {
  const outline = document.getElementById("outline");
  if (outline === null) return;
  const look = (): void => {
    if (root.querySelector(":scope > :not(style)") === null) return;
    outline.remove();
    watch.disconnect();
  };
  const watch = new MutationObserver(look);
  watch.observe(root, { childList: true });
  look();
}
