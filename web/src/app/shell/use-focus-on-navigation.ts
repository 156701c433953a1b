import { useEffect, useRef, type RefObject } from "react";

/**
 * After a route change the focus goes to the page's content, so that keyboard and screen reader go on there; a page
 * that has focused something of its own (the composer, a first field) keeps it.
 */
export function useFocusOnNavigation(path: string, content: RefObject<HTMLElement | null>): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const target = content.current;
    if (target !== null && !target.contains(document.activeElement)) target.focus({ preventScroll: true });
  }, [path, content]);
}
