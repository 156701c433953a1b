import { UnstyledButton } from "@mantine/core";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import classes from "./ConnectionBadge.module.css";
import { useRealtime, useRuntime } from "./runtime/use-runtime";

/** A cut that mends itself within this time, in milliseconds, is not worth a word. */
const UNREMARKABLE = 700;

/** Nothing while all is well; else what is the matter, and a way to try at once. Keeps the connection going. */
export function ConnectionBadge(): ReactNode {
  const { t } = useTranslation("chat");
  const runtime = useRuntime();
  const state = useRealtime();
  const away = useAfter(state !== "online", UNREMARKABLE);
  return (
    <div role="status" className={classes.place}>
      {away && (
        <UnstyledButton className={classes.badge} data-state={state} onClick={() => runtime.socket.nudge()}>
          {state === "offline" ? <IconCloudOff {...smallIcon} /> : <IconRefresh {...smallIcon} />}
          <span className={classes.text}>
            {t(`connection.${state === "online" ? "reconnecting" : state}`)}
          </span>
          {state === "offline" && <span className={classes.action}>{t("connection.retry")}</span>}
        </UnstyledButton>
      )}
    </div>
  );
}

/** True once `on` has lasted for `milliseconds`. */
function useAfter(on: boolean, milliseconds: number): boolean {
  const [lasted, setLasted] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => setLasted(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setLasted(false);
    };
  }, [on, milliseconds]);
  return on && lasted;
}
