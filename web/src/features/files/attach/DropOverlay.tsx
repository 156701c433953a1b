import { IconUpload } from "@tabler/icons-react";
import { useSyncExternalStore, type ReactNode, type RefObject } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import classes from "./DropOverlay.module.css";

interface Props {
  /** Somewhere on the page that the overlay covers. */
  inside: RefObject<HTMLElement | null>;
}

const never = (): (() => void) => () => undefined;

/** Covers the page while files are held over it, and says what letting go will do. */
export default function DropOverlay({ inside }: Props): ReactNode {
  const { t } = useTranslation("files");
  const page = useSyncExternalStore(never, () => inside.current?.closest("[data-pane], main") ?? null);
  if (page === null) return null;
  return createPortal(
    <div className={classes.overlay} data-drop-overlay>
      <div className={classes.words}>
        <IconUpload {...icon} />
        <p className={classes.title}>{t("drop")}</p>
        <p className={classes.detail}>{t("dropDetail")}</p>
      </div>
    </div>,
    page,
  );
}
