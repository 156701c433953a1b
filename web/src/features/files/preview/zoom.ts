/** How large something is shown: steps between a quarter and eight times, one step a key or a button. */
import { useState, type KeyboardEvent } from "react";

const SMALLEST = 0.25;
const LARGEST = 8;
const STEP = 1.25;

export interface Zoom {
  /** 1: fits its frame. */
  readonly factor: number;
  in: () => void;
  out: () => void;
  fit: () => void;
  set: (factor: number) => void;
  /** `+`, `-` and `0`, as in browsers. */
  onKeyDown: (event: KeyboardEvent) => void;
}

const withinZoom = (factor: number): number => Math.min(LARGEST, Math.max(SMALLEST, factor));

export function useZoom(): Zoom {
  const [factor, setFactor] = useState(1);
  const zoom = {
    factor,
    in: () => setFactor((now) => withinZoom(now * STEP)),
    out: () => setFactor((now) => withinZoom(now / STEP)),
    fit: () => setFactor(1),
    set: (next: number) => setFactor(withinZoom(next)),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // With a modifier they are the browser's own.
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom.in();
    else if (event.key === "-") zoom.out();
    else if (event.key === "0") zoom.fit();
    else return;
    event.preventDefault();
  };
  return { ...zoom, onKeyDown };
}
