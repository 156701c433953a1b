import { IconDots } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message } from "@/stream";

import { Action } from "./Action";
import { selectedIn } from "./quote";

const MoreMenu = lazy(async () => ({ default: (await import("./MoreMenu")).MoreMenu }));

interface Props {
  stream: ConversationStream;
  message: Message;
  /** Something else is being written: nothing can be begun or taken away. */
  busy: boolean;
}

/** What is wanted of a message now and then; the menu is fetched when it is first opened. */
export function More({ stream, message, busy }: Props): ReactNode {
  const { t } = useTranslation("messages");
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  // What is marked when the menu opens; it may be gone once the focus has moved into it.
  const [marked, setMarked] = useState("");
  const toggle = (): void => {
    if (!opened) setMarked(selectedIn(target.current?.closest("article") ?? null));
    setAsked(true);
    setOpened(!opened);
  };
  const close = (): void => {
    setOpened(false);
    requestAnimationFrame(() => {
      // What was chosen may have taken it: a quotation goes on in the composer.
      const at = document.activeElement;
      if (at === null || at === document.body || at.closest("[role=menu]")) target.current?.focus();
    });
  };
  const button = (
    <Action
      ref={target}
      label={t(message.role === "assistant" ? "more.answer" : "more.question")}
      aria-haspopup="menu"
      aria-expanded={opened}
      onClick={toggle}
    >
      <IconDots {...smallIcon} />
    </Action>
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <MoreMenu
        stream={stream}
        message={message}
        busy={busy}
        marked={marked}
        opened={opened}
        onClose={close}
        target={button}
      />
    </Suspense>
  );
}
