/** Dragging conversations and folders onto folders, by mouse or finger. */
import type { DragEvent } from "react";

export interface Dragged {
  readonly kind: "conversation" | "folder";
  readonly id: string;
}

const TYPES = {
  conversation: "application/x-convosphere-conversation",
  folder: "application/x-convosphere-folder",
} as const;

/** Where the browser does not tell what is in the air before it lands. Null: nothing of this page. */
let inAir: Dragged | null = null;

export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.dataTransfer.clearData();
  event.dataTransfer.setData(TYPES[dragged.kind], dragged.id);
  event.dataTransfer.effectAllowed = "move";
  event.stopPropagation();
  inAir = dragged;
  // Also where the row that was taken is no longer there.
  const over = new AbortController();
  const land = (): void => {
    inAir = null;
    over.abort();
  };
  for (const end of ["dragend", "drop", "pointerdown"] as const)
    // After those who look what has landed.
    document.addEventListener(end, () => setTimeout(land), { capture: true, signal: over.signal });
}

/** What is held over the element; null: something that does not concern us, or comes from another window. */
export function draggedOver(event: DragEvent): Dragged | null {
  return draggedKind(event) === null ? null : inAir;
}

/** What kind is over the element; null: something that does not concern us. */
export function draggedKind(event: DragEvent): Dragged["kind"] | null {
  const { types } = event.dataTransfer;
  if (types.includes(TYPES.conversation)) return "conversation";
  return types.includes(TYPES.folder) ? "folder" : null;
}

export function dropped(event: DragEvent): Dragged | null {
  const kind = draggedKind(event);
  return kind && { kind, id: event.dataTransfer.getData(TYPES[kind]) };
}

/** Into the element, or (a folder held over its upper edge) before it. */
export type DropZone = "into" | "before";

/** An element that something can be dropped on, for fingers: browsers tell nobody what a finger drags. */
export interface Landing {
  /** Where it would land at a height on the screen; null: nowhere here. */
  readonly zoneAt: (dragged: Dragged, y: number) => DropZone | null;
  readonly mark: (zone: DropZone | null) => void;
  readonly drop: (dragged: Dragged, zone: DropZone) => void;
}

export const landings = new WeakMap<Element, Landing>();
