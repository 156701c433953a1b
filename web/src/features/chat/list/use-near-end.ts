import { useEffect, useRef, type RefObject } from "react";

/** How far ahead the next page is fetched. */
const AHEAD = "600px";

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
      ([entry]) => {
        visible.current = entry?.isIntersecting === true;
        if (visible.current) latest.current();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}
