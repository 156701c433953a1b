import { useRef, useState, type PointerEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Note } from "./Preview";
import classes from "./Preview.module.css";
import { useZoom } from "./zoom";
import { ZoomBar } from "./ZoomBar";

const CLICKED = 2;
/** Pixels that a click may wander. */
const STILL = 4;

/** A picture that fits its frame; a click or two fingers make it larger, then it can be moved about. */
export function ImagePreview({ name, url }: { name: string; url: string }): ReactNode {
  const { t } = useTranslation("files");
  const zoom = useZoom();
  const [failed, setFailed] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const grip = useRef<{ x: number; y: number; moved: number } | null>(null);
  if (failed) return <Note text={`${t("preview.failedTitle")}. ${t("preview.failed")}`} />;

  const onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType === "mouse" && event.button === 0)
      grip.current = { x: event.clientX, y: event.clientY, moved: 0 };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const held = grip.current;
    if (held === null) return;
    const [x, y] = [event.clientX - held.x, event.clientY - held.y];
    frame.current?.scrollBy(-x, -y);
    grip.current = { x: event.clientX, y: event.clientY, moved: held.moved + Math.abs(x) + Math.abs(y) };
  };
  const onPointerUp = (): void => {
    if (grip.current && grip.current.moved < STILL) zoom.set(zoom.factor === 1 ? CLICKED : 1);
    grip.current = null;
  };
  return (
    <div className={classes.preview}>
      <ZoomBar zoom={zoom} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys and grip of what scrolls in here */}
      <div
        ref={frame}
        className={classes.frame}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it
        tabIndex={0}
        role="group"
        aria-label={name}
        data-zoomed={zoom.factor !== 1 || undefined}
        onKeyDown={zoom.onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => {
          grip.current = null;
        }}
      >
        <img
          src={url}
          alt={t("imageAlt", { name })}
          draggable={false}
          className={classes.image}
          style={{ width: `${zoom.factor * 100}%`, height: `${zoom.factor * 100}%` }}
          onError={() => setFailed(true)}
        />
      </div>
    </div>
  );
}
