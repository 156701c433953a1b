import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { resumeUploads } from "@/features/knowledge/upload/resume";
import { text } from "@/shared/i18n";
import { sessionState, usePerson } from "@/shared/session";

import { keepQueries, recallQueries } from "./kept-queries";
import { followKeyboard } from "./keyboard";
import { OfflineBar } from "./OfflineBar";
import { followTouch } from "./touch";
import { followUpdates, takeOver } from "./updates";

const UPDATE = "convosphere-update";

interface Props {
  /** The navigation as a drawer; null where it stands beside the page. */
  drawer: { open: boolean; setOpen: (open: boolean) => void } | null;
}

/** Everything that makes the page an application. Loaded once the page is there. */
export default function AppSupport({ drawer }: Props): ReactNode {
  const { id: personId } = usePerson();
  const client = useQueryClient();
  useUpdates();
  useEffect(() => {
    const state = sessionState();
    const unconfirmed = state.status === "signed-in" && state.accessToken === "";
    if (unconfirmed) void recallQueries(personId, client);
    // Without a connection the module may not come; the base's page asks for it again.
    else resumeUploads(personId, client).catch(() => undefined);
    return keepQueries(personId, client);
  }, [personId, client]);
  useEffect(followKeyboard, []);
  const latest = useRef(drawer);
  useEffect(() => {
    latest.current = drawer;
  });
  useEffect(
    () =>
      followTouch(() => {
        const now = latest.current;
        return (
          now && { isOpen: () => now.open, open: () => now.setOpen(true), close: () => now.setOpen(false) }
        );
      }),
    [],
  );
  return <OfflineBar />;
}

/** Says that a new version is ready; it comes when one wants it, or with the next visit. */
function useUpdates(): void {
  const { t, i18n } = useTranslation("offline");
  const words = useRef(t);
  useEffect(() => {
    words.current = t;
  }, [t, i18n.language]);
  useEffect(
    () =>
      followUpdates((waiting) => {
        const say = words.current;
        notifications.show({
          id: UPDATE,
          color: "accent",
          autoClose: false,
          closeButtonProps: { "aria-label": text("close") },
          message: (
            <Group justify="space-between" gap="xs">
              {say("update.ready")}
              <Button variant="default" size="xs" onClick={() => takeOver(waiting)}>
                {say("update.take")}
              </Button>
            </Group>
          ),
        });
      }),
    [],
  );
}
