import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

import type { Layout } from "./layout";

/** Milliseconds without movement after which a swipe has come to rest, where browsers do not say so. */
const REST = 120;

/**
 * Keeps the active pane in sight. With `onArrive`, the pane that a swipe comes to rest at becomes the active one: the
 * row scrolls and snaps by itself (style sheet), as smoothly as the browser can.
 *
 * @returns whether the panes are wider than the page
 */
export function useSwiping(
  row: RefObject<HTMLElement | null>,
  layout: Layout,
  onArrive: ((id: string) => void) | null,
): boolean {
  const [overflows, setOverflows] = useState(false);
  const before = useRef<string | null>(null);
  const { chats, active } = layout;
  const latest = useRef(onArrive);
  useEffect(() => {
    latest.current = onArrive;
  });

  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setOverflows(element.scrollWidth > element.clientWidth + 1));
    observer.observe(element);
    for (const pane of element.querySelectorAll("[data-pane]")) observer.observe(pane);
    return () => observer.disconnect();
  }, [row, chats]);

  useLayoutEffect(() => {
    const pane = row.current?.querySelector(`[data-pane="${active}"]`);
    const behavior = before.current === null ? "instant" : "smooth";
    before.current = active;
    pane?.scrollIntoView({ inline: "nearest", block: "nearest", behavior });
  }, [row, active, chats.length]);

  useEffect(() => {
    const element = row.current;
    if (!element) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => {
      const id = latest.current && inSight(element);
      if (id !== null) latest.current?.(id);
    };
    const onScroll = (): void => {
      clearTimeout(timer);
      timer = setTimeout(rest, REST);
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", onScroll);
    };
  }, [row]);
  return overflows;
}

/** The pane whose middle is in the row; null while it is between two. */
function inSight(row: HTMLElement): string | null {
  const { left, right } = row.getBoundingClientRect();
  const pane = [...row.querySelectorAll<HTMLElement>("[data-pane]")].find((element) => {
    const box = element.getBoundingClientRect();
    const middle = (box.left + box.right) / 2;
    return middle > left && middle < right;
  });
  return pane?.dataset.pane ?? null;
}
