import { IconUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import { fromDrop, type Chosen } from "./chosen";
import classes from "./Upload.module.css";

interface Props {
  page: RefObject<HTMLElement | null>;
  onDrop: (chosen: readonly Chosen[]) => void;
}

/** Files and folders that are dragged over the page; says where they would go. */
export function DropArea({ page, onDrop }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    const main = page.current?.closest("main");
    if (!main) return undefined;
    const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
    const onDragOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => {
      // Leaving for nowhere is leaving the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const onDropped = (event: DragEvent): void => {
      setOver(false);
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void fromDrop(event.dataTransfer).then((chosen) => latest.current(chosen));
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
    over && (
      <div className={classes.over} aria-hidden="true">
        <IconUpload {...icon} />
        {t("add.drop")}
      </div>
    )
  );
}
