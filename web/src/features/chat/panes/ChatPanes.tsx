import { useMediaQuery } from "@mantine/hooks";
import {
  Fragment,
  lazy,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import { breakpoints } from "@/app/theme";
import { usePerson } from "@/shared/session";
import { HeaderSlots } from "@/shared/ui/PageHeader";
import { tellFailure } from "@/shared/ui/tell";

import { ChatPane } from "./ChatPane";
import classes from "./ChatPanes.module.css";
import { keepLayout, keepWidths, keptWidths } from "./kept";
import { MOST_PANES, neighbour, type Layout } from "./layout";
import { usePanes } from "./use-layout";
import { useListClicks } from "./use-list-clicks";
import { usePaneDrop } from "./use-pane-drop";
import { useSwiping } from "./use-swiping";

const PaneEdge = lazy(async () => ({ default: (await import("./chrome")).PaneEdge }));
const PaneDots = lazy(async () => ({ default: (await import("./chrome")).PaneDots }));

const PHONE = `(max-width: ${breakpoints.phone}px)`;

interface Props {
  layout: Layout;
  /** The message that the active chat is to be opened at. */
  message: string | null;
}

/** One chat, or up to four side by side; on a phone one at a time, and one swipes between them. */
export function ChatPanes({ layout, message }: Props): ReactNode {
  const { t } = useTranslation("panes");
  const { id: personId } = usePerson();
  const panes = usePanes();
  const slots = useContext(HeaderSlots);
  const phone = useMediaQuery(PHONE, matchMedia(PHONE).matches, { getInitialValueInEffect: false });
  const row = useRef<HTMLDivElement>(null);
  const { chats, active } = layout;
  const several = chats.length > 1;
  const [widths, setWidths] = useWidths(chats.length);
  const full = useCallback(() => tellFailure(t("full", { most: MOST_PANES })), [t]);
  useEffect(() => keepLayout(personId, layout), [personId, layout]);
  useListClicks(panes, several, full);
  const drop = usePaneDrop((id, place) => {
    if (!panes.open(id, place)) full();
  });
  const overflows = useSwiping(row, layout, phone && several ? panes.activate : null);

  const onKeyDown = (event: KeyboardEvent): void => {
    // As in windows with several parts everywhere.
    if (event.key !== "F6" || !several || event.defaultPrevented) return;
    event.preventDefault();
    const next = neighbour(layout, event.shiftKey ? -1 : 1);
    panes.activate(next);
    row.current?.querySelector<HTMLElement>(`[data-pane="${next}"] textarea`)?.focus();
  };
  return (
    <div className={classes.page}>
      {several && !phone && slots.title && createPortal(t("title", { count: chats.length }), slots.title)}
      {several && (phone || overflows) && (
        <Suspense>
          <PaneDots layout={layout} panes={panes} closes={phone} />
        </Suspense>
      )}
      <div
        ref={row}
        className={classes.row}
        data-several={several || undefined}
        data-drop={drop.place ?? undefined}
        role="presentation"
        onKeyDown={onKeyDown}
        {...drop.handlers}
      >
        {chats.map((id, index) => (
          <Fragment key={id}>
            {index > 0 && !phone && (
              <Suspense fallback={<div className={classes.edge} />}>
                <PaneEdge row={row} at={index - 1} widths={widths} onChange={setWidths} />
              </Suspense>
            )}
            <ChatPane
              id={id}
              panes={panes}
              active={id === active}
              message={id === active ? message : null}
              framed={several && !phone}
              place={several ? { number: index + 1, count: chats.length } : null}
              width={widths[index] ?? 1}
            />
          </Fragment>
        ))}
        {drop.place !== null && (
          <div
            className={classes.target}
            style={{ insetInlineStart: `${(drop.place / chats.length) * 100}%` }}
            aria-hidden="true"
          />
        )}
      </div>
    </div>
  );
}

/** How wide so many panes are, as parts of the whole; remembered by this device. */
function useWidths(count: number): readonly [readonly number[], (widths: readonly number[]) => void] {
  const [widths, setWidths] = useState(() => keptWidths(count));
  const fitting = widths.length === count ? widths : keptWidths(count);
  if (fitting !== widths) setWidths(fitting);
  return [
    fitting,
    (next) => {
      setWidths(next);
      keepWidths(next);
    },
  ];
}
