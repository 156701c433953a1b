import { IconInfoCircle } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { AnswerUsage, Message } from "@/stream";

import { Action } from "./Action";

const UsageDetails = lazy(async () => ({ default: (await import("./UsageDetails")).UsageDetails }));

/** Leads to what an answer took; the details are fetched when they are first wanted. */
export function Usage({ message, usage }: { message: Message; usage: AnswerUsage }): ReactNode {
  const { t } = useTranslation("chat");
  const [asked, setAsked] = useState(false);
  const [opened, setOpened] = useState(false);
  const target = useRef<HTMLButtonElement>(null);
  const toggle = (): void => {
    setAsked(true);
    setOpened(!opened);
  };
  const close = (): void => {
    setOpened(false);
    requestAnimationFrame(() => target.current?.focus());
  };
  const button = (
    <Action
      ref={target}
      label={t("usage.label")}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={toggle}
    >
      <IconInfoCircle {...smallIcon} />
    </Action>
  );
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <UsageDetails message={message} usage={usage} target={button} opened={opened} onClose={close} />
    </Suspense>
  );
}
