import { IconCheck, IconChecks } from "@tabler/icons-react";
import { useCallback, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { deliveryOf, type ConversationStream, type Delivered, type Message } from "@/stream";

import { listed } from "./names";
import { useStanding } from "./standing";
import classes from "./together.module.css";

/** So many are named. */
const MOST = 4;

/** What has become of one's own question: sent, on somebody's device, read; by whom, at a glance. */
export function Ticks({ stream, message }: { stream: ConversationStream; message: Message }): ReactNode {
  const { t, i18n } = useTranslation("together");
  const { me } = useStanding();
  const receipts = useSyncExternalStore(
    stream.subscribe,
    useCallback(() => stream.getView().state.receipts, [stream]),
  );
  const delivered = deliveryOf(message, receipts, me);
  const { state } = delivered;
  const named = (names: readonly string[]): string => {
    if (names.length <= MOST) return listed(names, i18n.language);
    return t("delivery.more", { names: names.slice(0, MOST).join(", "), count: names.length - MOST });
  };
  const label = sentences(delivered)
    .map(([kind, names]) => t(`delivery.${kind}`, { names: named(names) }))
    .join(" · ");
  const Icon = state === "sent" ? IconCheck : IconChecks;
  return (
    // Its words are a hint of the style sheet, which must be reachable without a mouse.
    <span
      className={classes.ticks}
      role="img"
      aria-label={label}
      data-always
      data-hint={label}
      data-state={state}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
      tabIndex={0}
    >
      <Icon {...smallIcon} />
    </span>
  );
}

function sentences({
  state,
  readBy,
  deliveredTo,
}: Delivered): (readonly [Delivered["state"], readonly string[]])[] {
  if (state === "sent") return [["sent", []]];
  const parts = [["read", readBy] as const, ["delivered", deliveredTo] as const];
  return parts.filter(([, names]) => names.length > 0);
}
