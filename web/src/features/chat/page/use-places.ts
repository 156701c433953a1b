/** Going to places in a conversation: a message by its id, the end. */
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { tellFailure } from "@/shared/ui/tell";
import type { ConversationStream } from "@/stream";

import type { Scrolling } from "./use-scroll-keeper";

/** How long a message that was looked for is marked, in milliseconds. */
const MARKED_MS = 2_500;

export interface Target {
  readonly id: string;
  /** So many pixels below the upper edge; undefined: where one looks first, marked and with the focus. */
  readonly top: number | undefined;
}

export interface Places {
  /** Is drawn even if it is far away. */
  target: Target | null;
  /** `top`: so many pixels below the upper edge; without it where one looks first, marked. */
  goTo: (messageId: string, top?: number) => void;
  /** How far below the upper edge a message is; undefined for one that is not drawn. */
  topOf: (messageId: string) => number | undefined;
  toLatest: () => void;
}

/** `wanted`: a message that the page's address names; `onLeave`: the reader has gone on to the end. */
export function usePlaces(
  stream: ConversationStream,
  scrolling: Scrolling,
  wanted: string | null,
  onLeave: () => void,
): Places {
  const { t } = useTranslation("messages");
  const { frame, bring, topOf, toEnd } = scrolling;
  const [target, setTarget] = useState<Target | null>(null);

  const goTo = useCallback(
    (id: string, top?: number): void => {
      void stream.goTo(id).then((found) => {
        if (found) setTarget({ id, top });
        else tellFailure(t("failed.gone"));
      });
    },
    [stream, t],
  );
  const topOfMessage = useCallback(
    (id: string): number | undefined => {
      const element = elementOf(frame.current, id);
      return element ? topOf(element) : undefined;
    },
    [frame, topOf],
  );
  const toLatest = (): void => {
    setTarget(null);
    if (wanted !== null) onLeave();
    void stream.toLatest().then(toEnd);
  };
  useEffect(() => {
    if (wanted !== null) goTo(wanted);
  }, [wanted, goTo]);

  useEffect(() => {
    if (target === null) return undefined;
    const element = elementOf(frame.current, target.id);
    if (!element) return undefined;
    bring(element, target.top);
    if (target.top !== undefined) return undefined;
    element.dataset.found = "";
    element.focus({ preventScroll: true });
    const timer = setTimeout(() => delete element.dataset.found, MARKED_MS);
    return () => {
      clearTimeout(timer);
      delete element.dataset.found;
    };
  }, [target, frame, bring]);
  return { target, goTo, topOf: topOfMessage, toLatest };
}

function elementOf(frame: HTMLElement | null, id: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`) ?? null;
}
