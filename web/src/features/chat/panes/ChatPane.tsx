import { lazy, Suspense, useContext, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { HeaderSlots } from "@/shared/ui/PageHeader";

import { ChatPage } from "../page/ChatPage";
import classes from "./ChatPanes.module.css";
import { PaneContext } from "./pane";
import { useKeptChat } from "./use-kept-chat";
import type { Panes } from "./use-layout";

const PaneHead = lazy(async () => ({ default: (await import("./chrome")).PaneHead }));

/** Off screen on a phone: its title and its actions have no place. */
const NOWHERE = { title: null, actions: null, silent: true } as const;

interface Props {
  id: string;
  panes: Panes;
  active: boolean;
  /** Where to open it; null: at its end. */
  message: string | null;
  /** With a head of its own; else the active chat fills the page's top bar. */
  framed: boolean;
  /** Null: alone on the page. */
  place: { number: number; count: number } | null;
  /** Part of the whole. */
  width: number;
}

/** A chat in its place. The element stays the same while others come and go beside it, and so does all that is in it. */
export function ChatPane({ id, panes, active, message, framed, place, width }: Props): ReactNode {
  const { t } = useTranslation("panes");
  const page = useContext(HeaderSlots);
  const [title, setTitle] = useState<HTMLElement | null>(null);
  const [actions, setActions] = useState<HTMLElement | null>(null);
  const slots = useMemo(() => {
    if (framed) return { title, actions, silent: !active };
    return active ? page : NOWHERE;
  }, [framed, title, actions, active, page]);
  const alone = place === null;
  const pane = useMemo(
    () => (alone ? null : { active, close: () => panes.close(id) }),
    [alone, active, panes, id],
  );
  // Drawn anew only by what it follows itself.
  const chat = useMemo(() => <ChatPage conversationId={id} message={message} />, [id, message]);
  useKeptChat(id);
  const activate = (): void => panes.activate(id);
  return (
    // Whatever is used in it, by keyboard or pointer, makes it the active one; it is no control itself.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={classes.pane}
      data-pane={id}
      data-active={(place !== null && active) || undefined}
      aria-label={place ? t("pane", { ...place }) : undefined}
      aria-current={place !== null && active ? "true" : undefined}
      style={{ flexGrow: width }}
      onFocus={place ? activate : undefined}
      onPointerDown={framed ? activate : undefined}
    >
      {framed && (
        <Suspense fallback={<div className={classes.head} />}>
          <PaneHead titleRef={setTitle} actionsRef={setActions} onClose={() => panes.close(id)} />
        </Suspense>
      )}
      <div className={classes.chat}>
        <HeaderSlots value={slots}>
          <PaneContext value={pane}>{chat}</PaneContext>
        </HeaderSlots>
      </div>
    </section>
  );
}
