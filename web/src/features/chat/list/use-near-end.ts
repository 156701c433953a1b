import { useEffect, useRef, type RefObject } from "react";

/** How far ahead the next page is fetched. */
const AHEAD = "1200px";

/** Calls `near` while the element is close to what is visible: to fetch the next page before it is needed. */
export function useNearEnd(near: () => void): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(near);
  const visible = useRef(false);
  useEffect(() => {
    latest.current = near;
    // A page that was too short to push the element away calls for the next one.
    if (visible.current) near();
  });
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === "undefined") return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        visible.current = entries.at(-1)?.isIntersecting === true;
        if (visible.current) latest.current();
      },
      // A margin counts only at the edge of the root, so that has to be what scrolls.
      { root: scroller(element.current), rootMargin: `${AHEAD} 0px` },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}

function scroller(element: Element): Element | null {
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(parent).overflowY)) return parent;
  }
  return null;
}
