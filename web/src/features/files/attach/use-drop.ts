/** Files that are dragged onto the page. */
import { useEffect, useRef, useState, type RefObject } from "react";

export interface Drop {
  readonly files: readonly File[];
  readonly folders: readonly FileSystemEntry[];
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
function readDrop(data: Pick<DataTransfer, "items" | "files">): Drop {
  const dropped = [...data.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }));
  const folders = dropped.map(({ entry }) => entry).filter((entry) => entry?.isDirectory === true);
  if (folders.length === 0) return { files: [...data.files], folders: [] };
  const files = dropped.filter(({ entry }) => entry?.isDirectory !== true).map(({ file }) => file);
  return { files: files.filter((file) => file !== null), folders: folders.filter((entry) => entry !== null) };
}
