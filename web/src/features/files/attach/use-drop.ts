/** Files that are dragged onto the page. */
import { useEffect, useRef, useState, type RefObject } from "react";

export interface Drop {
  readonly files: readonly File[];
  /** How many of what was dropped are folders. */
  readonly folders: number;
}

/**
 * True while files are held over the page that `inside` belongs to; `onDrop` gets them.
 *
 * Dropped beside it nothing happens: left alone the browser would leave the page to show the file.
 */
export function useDrop(inside: RefObject<HTMLElement | null>, onDrop: (drop: Drop) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const page = inside.current?.closest<HTMLElement>("[data-pane], main");
    if (!page) return undefined;
    const isOver = (event: DragEvent): boolean =>
      event.target instanceof Node && page.contains(event.target) && page.checkVisibility();
    const onDragOver = (event: DragEvent): void => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const here = isOver(event);
      event.dataTransfer.dropEffect = here ? "copy" : "none";
      setOver(here);
    };
    const onLeave = (event: DragEvent): void => {
      // Leaving for nowhere is leaving the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDropped = (event: DragEvent): void => {
      setOver(false);
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (isOver(event)) latest.current(readDrop(event.dataTransfer));
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDropped);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDropped);
    };
  }, [inside]);
  return over;
}

/** Must be called within the event: afterwards the browser has forgotten what was dropped. */
export function readDrop(data: Pick<DataTransfer, "items" | "files">): Drop {
  const items = [...data.items].filter(({ kind }) => kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry()?.isDirectory === true);
  if (folders.length === 0) return { files: [...data.files], folders: 0 };
  const files = items
    .filter((item) => !folders.includes(item))
    .map((item) => item.getAsFile())
    .filter((file) => file !== null);
  return { files, folders: folders.length };
}
