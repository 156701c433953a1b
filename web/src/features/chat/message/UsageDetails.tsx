import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AnswerUsage, Message } from "@/stream";

import { formatCost, formatDuration, formatTime } from "./figures";
import classes from "./Message.module.css";

interface Props {
  message: Message;
  usage: AnswerUsage;
  /** The button it belongs to. */
  target: ReactNode;
  opened: boolean;
  onClose: () => void;
}

/** What an answer took: every figure as it was counted, and "not known" where it was not. */
export function UsageDetails({ message, usage, target, opened, onClose }: Props): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const language = i18n.language;
  const unknown = t("usage.unknown");
  const count = (value: number | null): string =>
    value === null ? unknown : new Intl.NumberFormat(language).format(value);
  const rows: [string, string][] = [
    [t("usage.model"), message.model?.name ?? unknown],
    [t("usage.input"), count(usage.input_tokens)],
    [t("usage.output"), count(usage.output_tokens)],
    [t("usage.cost"), formatCost(usage.cost, usage.currency, language) ?? unknown],
    [t("usage.firstWord"), formatDuration(usage.time_to_first_token_ms, language) ?? unknown],
    [t("usage.duration"), formatDuration(usage.duration_ms, language) ?? unknown],
    [t("usage.time"), formatTime(message.completed_at ?? message.created_at, language)],
  ];
  return (
    <Popover
      opened={opened}
      onChange={(open) => {
        if (!open) onClose();
      }}
      position="top-start"
      shadow="md"
      trapFocus
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown aria-label={t("usage.label")}>
        {/* Takes the focus, so that a screen reader reads it and Escape closes it. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <dl className={classes.usage} tabIndex={0} data-autofocus>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
