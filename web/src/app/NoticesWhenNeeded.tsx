import { notificationsStore } from "@mantine/notifications";
import { lazy, Suspense, useState, useSyncExternalStore, type ReactNode } from "react";

const Notices = lazy(() => import("./Notices"));

const { subscribe, getState } = notificationsStore;
const wanted = (): boolean => {
  const { notifications, queue } = getState();
  return notifications.length + queue.length > 0;
};

/** Draws notices from the first one on; most visits have none, and what draws them is not small. */
export function NoticesWhenNeeded(): ReactNode {
  const now = useSyncExternalStore(subscribe, wanted);
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return (
    ever && (
      <Suspense>
        <Notices />
      </Suspense>
    )
  );
}
