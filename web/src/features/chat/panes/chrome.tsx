/** What is around the chats when there are several: heads, the edges between them, dots on a phone. Loaded with them. */
import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import {
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type Ref,
  type RefObject,
} from "react";
import { useTranslation } from "react-i18next";

import { sizes } from "@/app/theme";
import { icon } from "@/shared/ui/icon";

import classes from "./ChatPanes.module.css";
import { resized } from "./kept";
import type { Layout } from "./layout";
import type { Panes } from "./use-layout";

/** Of the whole width, for one press of an arrow key. */
const STEP = 0.02;

interface HeadProps {
  titleRef: Ref<HTMLHeadingElement>;
  actionsRef: Ref<HTMLDivElement>;
  onClose: () => void;
}

export function PaneHead({ titleRef, actionsRef, onClose }: HeadProps): ReactNode {
  const { t } = useTranslation("panes");
  return (
    <header className={classes.head}>
      {/* oxlint-disable-next-line jsx-a11y/heading-has-content -- the chat fills it through a portal */}
      <h2 ref={titleRef} className={classes.title} />
      <div ref={actionsRef} />
      <Tooltip label={t("close")}>
        <ActionIcon size="lg" aria-label={t("close")} onClick={onClose}>
          <IconX {...icon} />
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

interface EdgeProps {
  row: RefObject<HTMLElement | null>;
  /** The pane at its left (its beginning, in right-to-left). */
  at: number;
  widths: readonly number[];
  onChange: (widths: readonly number[]) => void;
}

/** Between two panes: drag it, or arrow keys; a double click makes all equally wide. */
export function PaneEdge({ row, at, widths, onChange }: EdgeProps): ReactNode {
  const { t } = useTranslation("panes");
  const drag = useRef<{ from: number; next: readonly number[] } | null>(null);
  const moved = (by: number): readonly number[] => {
    const whole = row.current?.clientWidth ?? 0;
    if (whole === 0) return widths;
    const toward = document.documentElement.dir === "rtl" ? -1 : 1;
    return resized(widths, at, by * toward, Math.min(sizes.pane / whole, 1 / widths.length));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { from: event.clientX, next: widths };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const whole = row.current?.clientWidth ?? 0;
    if (!drag.current || whole === 0) return;
    drag.current.next = moved((event.clientX - drag.current.from) / whole);
    // Straight to the elements: four chats are not drawn anew for every pixel.
    const panes = row.current?.querySelectorAll<HTMLElement>("[data-pane]");
    panes?.forEach((pane, index) => {
      pane.style.flexGrow = String(drag.current?.next[index] ?? 1);
    });
  };
  const onPointerUp = (): void => {
    if (drag.current) onChange(drag.current.next);
    drag.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // To the ends it is a whole width; the neighbours keep what they need.
    const by = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -1, End: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onChange(moved(by));
  };
  const both = (widths[at] ?? 0) + (widths[at + 1] ?? 0);
  return (
    // A separator with a value is a widget (WAI-ARIA window splitter).
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("resize", { left: at + 1, right: at + 2 })}
      aria-valuenow={Math.round((100 * (widths[at] ?? 0)) / both)}
      aria-valuemin={0}
      aria-valuemax={100}
      tabIndex={0}
      className={classes.edge}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onChange(widths.map(() => 1 / widths.length))}
      onKeyDown={onKeyDown}
    />
  );
}

interface DotsProps {
  layout: Layout;
  panes: Panes;
  /** No pane has a head with a button for it. */
  closes: boolean;
}

/** Which of the chats is in sight; a touch leads to another one. */
export function PaneDots({ layout, panes, closes }: DotsProps): ReactNode {
  const { t } = useTranslation("panes");
  const count = layout.chats.length;
  return (
    <nav className={classes.dots} aria-label={t("dots")}>
      {layout.chats.map((id, index) => (
        <UnstyledButton
          key={id}
          className={classes.dot}
          aria-label={t("pane", { number: index + 1, count })}
          aria-current={id === layout.active ? "true" : undefined}
          onClick={() => panes.activate(id)}
        />
      ))}
      {closes && (
        <ActionIcon
          className={classes.closeThis}
          size="lg"
          aria-label={t("close")}
          onClick={() => panes.close(layout.active)}
        >
          <IconX {...icon} />
        </ActionIcon>
      )}
    </nav>
  );
}
