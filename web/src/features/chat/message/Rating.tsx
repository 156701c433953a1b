import { IconThumbDown, IconThumbDownFilled, IconThumbUp, IconThumbUpFilled } from "@tabler/icons-react";
import { lazy, Suspense, useCallback, useRef, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ConversationStream, Message, Rating as Opinion } from "@/stream";

import { Action } from "./Action";
import { closeRating, openRating, useRatingDraft } from "./rating-draft";
import { useMessageActions } from "./use-message-actions";

const RatingPopover = lazy(async () => ({ default: (await import("./RatingPopover")).RatingPopover }));

const VALUES = ["up", "down"] as const;
const ICONS = {
  up: { empty: IconThumbUp, full: IconThumbUpFilled },
  down: { empty: IconThumbDown, full: IconThumbDownFilled },
} as const;

/** Good or not: kept with the first click, the reasons asked for after it. */
export function Rating({ stream, message }: { stream: ConversationStream; message: Message }): ReactNode {
  const { t } = useTranslation("messages");
  const { rate } = useMessageActions(stream);
  const rating = useSyncExternalStore(
    stream.subscribe,
    useCallback(() => stream.getView().state.ratings.get(message.id), [stream, message.id]),
  );
  const draft = useRatingDraft((now) => (now.draft?.message === message.id ? now.draft : null));
  const buttons = { up: useRef<HTMLButtonElement>(null), down: useRef<HTMLButtonElement>(null) };
  const press = async (value: Opinion["value"]): Promise<void> => {
    if (draft?.value === value) closeRating();
    else openRating({ conversation: stream.id, message: message.id, value });
    if (rating?.value !== value && !(await rate(message, { value, reasons: [], comment: "" }))) closeRating();
  };
  const close = (value: Opinion["value"]): void => {
    closeRating();
    // The button is drawn anew without its form, and only then can it take the focus back.
    requestAnimationFrame(() => buttons[value].current?.focus());
  };
  return VALUES.map((value) => {
    const chosen = rating?.value === value;
    const Icon = ICONS[value][chosen ? "full" : "empty"];
    const button = (
      <Action
        key={value}
        ref={buttons[value]}
        label={t(`rating.${value}`)}
        aria-pressed={chosen}
        onClick={() => void press(value)}
      >
        <Icon {...smallIcon} />
      </Action>
    );
    if (!chosen || draft?.value !== value) return button;
    return (
      <Suspense key={value} fallback={button}>
        <RatingPopover
          rating={rating}
          draft={draft}
          target={button}
          onSave={(next) => rate(message, next)}
          onClose={() => close(value)}
        />
      </Suspense>
    );
  });
}
