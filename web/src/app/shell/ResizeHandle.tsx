import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { sizes } from "@/app/theme";

import classes from "./ResizeHandle.module.css";
import { useSidebar } from "./sidebar-state";

const STEP = 16;

/** The edge of the navigation: drag it, or arrow keys; a double click goes back to the usual width. */
export function ResizeHandle(): ReactNode {
  const { t } = useTranslation();
  const { width, setWidth } = useSidebar();

  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    setWidth(document.documentElement.dir === "rtl" ? innerWidth - event.clientX : event.clientX);
  };
  const step = (event: KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    setWidth(width + direction * STEP * (document.documentElement.dir === "rtl" ? -1 : 1));
  };
  return (
    // A separator with a value is a widget (WAI-ARIA window splitter).
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("navigation.resize")}
      aria-valuenow={width}
      aria-valuemin={sizes.sidebarMinimum}
      aria-valuemax={sizes.sidebarMaximum}
      tabIndex={0}
      className={classes.handle}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => setWidth(sizes.sidebar)}
      onKeyDown={step}
    />
  );
}
