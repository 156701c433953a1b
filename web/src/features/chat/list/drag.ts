/** Dragging conversations and folders onto folders. What is dragged is an id; its kind is known while it is in the air. */
import type { DragEvent } from "react";

export interface Dragged {
  readonly kind: "conversation" | "folder";
  readonly id: string;
}

const TYPES = {
  conversation: "application/x-convosphere-conversation",
  folder: "application/x-convosphere-folder",
} as const;

export function startDrag(event: DragEvent, dragged: Dragged): void {
  event.dataTransfer.clearData();
  event.dataTransfer.setData(TYPES[dragged.kind], dragged.id);
  event.dataTransfer.effectAllowed = "move";
  event.stopPropagation();
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
