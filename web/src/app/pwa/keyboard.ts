/**
 * The keyboard on the screen. Where it makes the page smaller (`interactive-widget` in index.html) nothing is to be
 * done; where it lies over the page (iOS), the page is as high as what can be seen.
 */

/** Smaller differences are the browser's bars. */
const LEAST = 120;

/** Returns how to stop. */
export function followKeyboard(): () => void {
  const seen = window.visualViewport;
  if (!seen) return () => undefined;
  const { style } = document.documentElement;
  const update = (): void => {
    // Somebody who has zoomed in sees a part of the page on purpose.
    const open = seen.scale === 1 && document.documentElement.clientHeight - seen.height > LEAST;
    if (open) style.setProperty("--cs-seen-height", `${seen.height}px`);
    else style.removeProperty("--cs-seen-height");
    document.documentElement.toggleAttribute("data-keyboard", open);
    // iOS pushes the page up to show the field; in a page of the right height it is in sight anyway.
    if (open && seen.offsetTop > 0) window.scrollTo(0, 0);
  };
  seen.addEventListener("resize", update);
  seen.addEventListener("scroll", update);
  update();
  return () => {
    seen.removeEventListener("resize", update);
    seen.removeEventListener("scroll", update);
  };
}
