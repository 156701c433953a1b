import { ActionIcon, Button, Progress, Text } from "@mantine/core";
import { IconCheck, IconRefresh, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { ON_THE_WAY, type Sending } from "./sending";
import classes from "./Upload.module.css";
import type { Uploads } from "./use-uploads";

/** More rows than this only tell how many there are. */
const MOST_ROWS = 6;

const isOpen = ({ phase }: Sending): boolean => phase !== "sent";
const isGoing = ({ phase }: Sending): boolean => ON_THE_WAY.includes(phase);

/** What is on its way, and what did not get through. */
export function UploadList({ uploads }: { uploads: Uploads }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const { list } = uploads;
  if (list.length === 0) return null;
  const open = list.filter(isOpen);
  const going = open.some(isGoing);
  const done = list.length - open.length;
  const bytes = list.reduce((sum, { size }) => sum + size, 0);
  const sent = list.reduce((sum, each) => sum + each.sent, 0);
  // Those in trouble first: somebody has to decide about them.
  const rows = [...open].sort((a, b) => trouble(b) - trouble(a)).slice(0, MOST_ROWS);
  return (
    <section className={classes.panel} aria-label={t("uploads.label")}>
      <div className={classes.head}>
        <Text size="sm" fw={500} role="status">
          {going
            ? t("uploads.running", { done, count: list.length })
            : [
                ...(done > 0 ? [t("uploads.done", { count: done })] : []),
                ...(open.length > 0 ? [t("uploads.not", { count: open.length })] : []),
              ].join(" · ")}
        </Text>
        <Button size="xs" variant="subtle" color="gray" onClick={going ? uploads.cancelAll : uploads.clear}>
          {t(going ? "uploads.cancelAll" : "app:close")}
        </Button>
      </div>
      {going && (
        <Progress size="sm" value={bytes > 0 ? (100 * sent) / bytes : 0} aria-label={t("uploads.label")} />
      )}
      {rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((each) => (
            <Row key={each.key} sending={each} uploads={uploads} />
          ))}
        </ul>
      )}
      {open.length > rows.length && (
        <Text size="xs" c="dimmed">
          {t("uploads.more", { count: open.length - rows.length })}
        </Text>
      )}
    </section>
  );
}

const trouble = (sending: Sending): number => Number(isOpen(sending) && !isGoing(sending));

function Row({ sending, uploads }: { sending: Sending; uploads: Uploads }): ReactNode {
  const { t } = useTranslation("knowledge");
  const { key, name, path, size, sent, phase, problem } = sending;
  return (
    <li className={classes.row}>
      <span className={classes.name}>
        {path !== "" && <span className={classes.path}>{path}/</span>}
        {name}
      </span>
      <Text span size="xs" c={trouble(sending) ? "red" : "dimmed"}>
        {problem ?? (phase === "sending" ? percent(sent, size) : t(`uploads.phases.${phase}`))}
      </Text>
      {phase === "sent" && <IconCheck {...smallIcon} />}
      {phase === "failed" && (
        <ActionIcon size="sm" aria-label={t("uploads.retry", { name })} onClick={() => uploads.retry(key)}>
          <IconRefresh {...smallIcon} />
        </ActionIcon>
      )}
      {phase !== "sent" && (
        <ActionIcon size="sm" aria-label={t("uploads.remove", { name })} onClick={() => uploads.remove(key)}>
          <IconX {...smallIcon} />
        </ActionIcon>
      )}
    </li>
  );
}

const percent = (sent: number, size: number): string =>
  `${String(size > 0 ? Math.floor((100 * sent) / size) : 0)} %`;
