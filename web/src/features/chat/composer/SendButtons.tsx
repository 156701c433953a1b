import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowUp, IconPlayerStopFilled, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

interface Props {
  /** Sending may be tried. */
  sendable: boolean;
  /** An answer runs: what is sent waits for its end. */
  queues: boolean;
  /** Ends the running answer; null while none is running. */
  onStop: (() => void) | null;
  /** Takes back the wish to send as soon as the files are there; null without that wish. */
  onWait: (() => void) | null;
}

/** At the right of the composer: send, stop, or both while a next question may be put in line. */
export function SendButtons({ sendable, queues, onStop, onWait }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { t: tFiles } = useTranslation("files");
  const sends = onStop === null || (queues && sendable);
  const round = { variant: "filled", color: "accent", size: "lg", radius: "full" } as const;
  const sendLabel = t(onStop === null ? "composer.send" : "composer.sendNext");
  return (
    <>
      {onStop !== null && (
        <Tooltip label={t("composer.stop")}>
          <ActionIcon
            {...round}
            {...(sends && { variant: "default" })}
            aria-label={t("composer.stop")}
            onClick={onStop}
          >
            <IconPlayerStopFilled {...icon} />
          </ActionIcon>
        </Tooltip>
      )}
      {onWait !== null ? (
        <Tooltip label={tFiles("wait")}>
          <ActionIcon {...round} variant="default" aria-label={tFiles("wait")} onClick={onWait}>
            <IconX {...icon} />
          </ActionIcon>
        </Tooltip>
      ) : (
        sends && (
          <Tooltip label={sendLabel}>
            <ActionIcon {...round} type="submit" aria-label={sendLabel} disabled={!sendable}>
              <IconArrowUp {...icon} />
            </ActionIcon>
          </Tooltip>
        )
      )}
    </>
  );
}
