import { useCallback, useEffect, useRef, useState, type DragEvent } from "react";

import { draggedKind, draggedOver, dropped, landings, type Dragged, type DropZone } from "./drag";

/** Held so long over a folded folder it unfolds, in milliseconds. */
const REST_MS = 700;
/** The part of the height in which a folder lands before another one. */
const EDGE = 0.3;

interface Rules {
  /** Whether it may land there. */
  readonly accepts: (dragged: Dragged, zone: DropZone) => boolean;
  readonly onDrop: (dragged: Dragged, zone: DropZone) => void;
  /** Something rests over the element. */
  readonly onRest?: () => void;
  /** Folders may also be put before it. */
  readonly ordered: boolean;
}

interface DropTarget {
  /** Where it would land; null while nothing is over the element. */
  readonly zone: DropZone | null;
  readonly handlers: {
    readonly ref: (element: HTMLElement | null) => void;
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
    readonly onDragLeave: (event: DragEvent<HTMLElement>) => void;
    readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  };
}

/** Makes an element something to drop on, by mouse or finger. */
export function useDrop(rules: Rules): DropTarget {
  const [zone, setZone] = useState<DropZone | null>(null);
  const now = useRef(rules);
  useEffect(() => {
    now.current = rules;
  });
  useEffect(() => {
    if (zone !== "into") return undefined;
    const timer = setTimeout(() => now.current.onRest?.(), REST_MS);
    return () => clearTimeout(timer);
  }, [zone]);
  const ref = useCallback((element: HTMLElement | null): void => {
    if (element)
      landings.set(element, {
        zoneAt: (dragged, y) => zoneIn(element, dragged, y, now.current),
        mark: setZone,
        drop: (dragged, landed) => now.current.onDrop(dragged, landed),
      });
  }, []);
  return {
    zone,
    handlers: {
      ref,
      onDragOver: (event) => {
        const kind = draggedKind(event);
        if (kind === null) return;
        // From another window only its kind is known.
        const dragged = draggedOver(event) ?? { kind, id: "" };
        const over = zoneIn(event.currentTarget, dragged, event.clientY, rules);
        setZone(over);
        if (over === null) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "move";
      },
      onDragLeave: (event) => {
        // From one of its parts to another it has not been left.
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setZone(null);
      },
      onDrop: (event) => {
        const what = dropped(event);
        setZone(null);
        if (what === null) return;
        event.preventDefault();
        event.stopPropagation();
        const over = zoneIn(event.currentTarget, what, event.clientY, rules);
        if (over !== null) rules.onDrop(what, over);
      },
    },
  };
}

function zoneIn(element: Element, dragged: Dragged, y: number, rules: Rules): DropZone | null {
  const { top, height } = element.getBoundingClientRect();
  const before = rules.ordered && dragged.kind === "folder" && y < top + height * EDGE;
  const zone = before ? "before" : "into";
  return rules.accepts(dragged, zone) ? zone : null;
}
