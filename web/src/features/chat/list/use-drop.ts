import { useState, type DragEvent } from "react";

import { draggedKind, dropped, type Dragged } from "./drag";

/** Into the element, or (a folder held over its upper edge) before it. */
export type DropZone = "into" | "before";

interface DropTarget {
  /** Where it would land; null while nothing is over the element. */
  readonly zone: DropZone | null;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
    readonly onDragLeave: () => void;
    readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  };
}

const EDGE = 0.3;

/** Makes an element something to drop on. `ordered`: folders may also be put before it. */
export function useDrop(onDrop: (dragged: Dragged, zone: DropZone) => void, ordered = false): DropTarget {
  const [zone, setZone] = useState<DropZone | null>(null);
  const zoneOf = (event: DragEvent<HTMLElement>): DropZone => {
    if (!ordered || draggedKind(event) !== "folder") return "into";
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height * EDGE ? "before" : "into";
  };
  return {
    zone,
    handlers: {
      onDragOver: (event) => {
        if (draggedKind(event) === null) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = "move";
        setZone(zoneOf(event));
      },
      onDragLeave: () => setZone(null),
      onDrop: (event) => {
        const what = dropped(event);
        setZone(null);
        if (what === null) return;
        event.preventDefault();
        event.stopPropagation();
        onDrop(what, zoneOf(event));
      },
    },
  };
}
