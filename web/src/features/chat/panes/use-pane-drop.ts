import { useState, type DragEvent } from "react";

/** As the list marks a chat that is dragged (`list/drag.ts`). */
const CHAT = "application/x-convosphere-conversation";

interface PaneDrop {
  /** Where a chat held over the panes would open: so many panes stay left of it. Null: none is held over them. */
  readonly place: number | null;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent<HTMLElement>) => void;
    readonly onDragLeave: (event: DragEvent<HTMLElement>) => void;
    readonly onDrop: (event: DragEvent<HTMLElement>) => void;
  };
}

/** Lets chats be dragged out of the list and dropped beside, before or behind those on screen. */
export function usePaneDrop(onDrop: (id: string, place: number) => void): PaneDrop {
  const [place, setPlace] = useState<number | null>(null);
  return {
    place,
    handlers: {
      onDragOver: (event) => {
        if (!event.dataTransfer.types.includes(CHAT)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        setPlace(placeAt(event));
      },
      onDragLeave: (event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setPlace(null);
      },
      onDrop: (event) => {
        setPlace(null);
        if (!event.dataTransfer.types.includes(CHAT)) return;
        event.preventDefault();
        onDrop(event.dataTransfer.getData(CHAT), placeAt(event));
      },
    },
  };
}

function placeAt(event: DragEvent<HTMLElement>): number {
  const panes = [...event.currentTarget.querySelectorAll("[data-pane]")];
  const rtl = document.documentElement.dir === "rtl";
  return panes.filter((pane) => {
    const { left, width } = pane.getBoundingClientRect();
    const middle = left + width / 2;
    return rtl ? event.clientX < middle : event.clientX > middle;
  }).length;
}
