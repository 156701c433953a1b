import { IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import { fromDrop, type Chosen } from "./chosen";
import classes from "./Upload.module.css";

interface Props {
  page: RefObject<HTMLElement | null>;
  /** `folderId`: the folder whose row they were dropped on; null: none. */
  onDrop: (chosen: readonly Chosen[], folderId: string | null) => void;
}

const rowOf = ({ target }: DragEvent): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-folder]") : null;

/** Files and folders that are dragged over the page; says where they would go: to what is open, or into a folder of it. */
export function DropArea({ page, onDrop }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  /** What they would go into; "" is what is open. Null: nothing is dragged here. */
  const [over, setOver] = useState<string | null>(null);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const main = page.current?.closest("main");
    if (!main) return undefined;
    let row: HTMLElement | null = null;
    const point = (next: HTMLElement | null, name: string | null): void => {
      if (next !== row) {
        row?.removeAttribute("data-over");
        next?.setAttribute("data-over", "");
        row = next;
      }
      setOver(name);
    };
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const onDragOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      const next = rowOf(event);
      point(next, next?.dataset.name ?? "");
    };
    const onLeave = (event: DragEvent): void => {
      // Leaving for nowhere is leaving the window.
      if (event.relatedTarget === null) point(null, null);
    };
    const onDropped = (event: DragEvent): void => {
      const folder = rowOf(event)?.dataset.folder ?? null;
      point(null, null);
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void fromDrop(event.dataTransfer).then((chosen) => latest.current(chosen, folder));
    };
    main.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onLeave);
    main.addEventListener("drop", onDropped);
    return () => {
      main.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onLeave);
      main.removeEventListener("drop", onDropped);
    };
  }, [page]);
  return (
    over !== null && (
      <div className={classes.drop} aria-hidden="true">
        <div className={classes.over}>
          <IconUpload {...icon} />
          {over === "" ? t("add.drop") : t("add.dropInto", { name: over })}
        </div>
      </div>
    )
  );
}
