import { Text, Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ModelRef } from "@/stream";

import classes from "./Message.module.css";

/** Who answered. What is no language model says so, always in sight. */
export function ModelLabel({ model }: { model: ModelRef }): ReactNode {
  const { t } = useTranslation("chat");
  if (model.provider !== "builtin") {
    return (
      <Text size="xs" c="dimmed" className={classes.model} title={model.name}>
        {model.display_name}
      </Text>
    );
  }
  return (
    <Tooltip
      label={t("builtin.detail")}
      multiline
      maw="var(--cs-form-column)"
      events={{ hover: true, focus: true, touch: true }}
    >
      {/* The tooltip explains; it must be reachable without a mouse. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span className={classes.builtin} tabIndex={0}>
        <IconInfoCircle {...smallIcon} />
        {t("builtin.label")}
      </span>
    </Tooltip>
  );
}
