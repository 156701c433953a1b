import { IconCloudOff } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useLayout } from "@/features/chat/panes/use-layout";
import { onRecalled, recalledChats } from "@/features/chat/runtime/recalled";
import { UnsentStore } from "@/features/chat/runtime/unsent";
import { useRuntime } from "@/features/chat/runtime/use-runtime";
import { usePerson } from "@/shared/session";
import { smallIcon } from "@/shared/ui/icon";

import classes from "./OfflineBar.module.css";

/** A cut that mends itself within this time is not worth a word, in milliseconds. */
const UNREMARKABLE = 2_500;
/** How often what waits is counted, in milliseconds. */
const COUNTED = 1_000;

/** Says what can be seen and what waits while the server cannot be reached. */
export function OfflineBar(): ReactNode {
  const { t, i18n } = useTranslation("offline");
  const { id: personId } = usePerson();
  const { socket } = useRuntime();
  const online = useSyncExternalStore(socket.onState, () => socket.getState() === "online");
  const [long, setLong] = useState(false);
  const [waiting, setWaiting] = useState(0);
  const recalled = useSyncExternalStore(onRecalled, recalledChats);
  const shown = useLayout()?.chats ?? [];
  const at = Math.max(0, ...shown.map((id) => recalled.get(id) ?? 0));

  useEffect(() => {
    if (online) return undefined;
    const store = new UnsentStore(personId);
    const count = (): void => setWaiting(store.all().length);
    const timer = setTimeout(() => setLong(true), UNREMARKABLE);
    const counting = setInterval(count, COUNTED);
    return () => {
      clearTimeout(timer);
      clearInterval(counting);
      setLong(false);
    };
  }, [online, personId]);
  if (online || !long) return null;

  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <div className={classes.bar} role="status">
      <IconCloudOff {...smallIcon} />
      <span>
        {at > 0 ? t("asOf", { time: time.format(at) }) : t("away")}{" "}
        {waiting > 0 && t("waiting", { count: waiting })}
      </span>
    </div>
  );
}
