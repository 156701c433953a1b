import { Text, Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { ModelRef } from "@/stream";

import classes from "./Message.module.css";

/** Who answered. What is no language model, or stands in for another, says so, always in sight. */
export function ModelLabel({ model }: { model: ModelRef }): ReactNode {
  const { t } = useTranslation("chat");
  const builtin = model.provider === "builtin";
  const fallback = model.fallback;
  if (!builtin && !fallback) {
    return (
      <Text size="xs" c="dimmed" className={classes.model} title={model.name}>
        {model.display_name}
      </Text>
    );
  }
  const name = builtin ? t("builtin.label") : model.display_name;
  const why = fallback && t("fallback.detail", { wanted: fallback.wanted, reason: fallback.reason });
  return (
    <Tooltip
      label={[why, builtin ? t("builtin.detail") : undefined].filter(Boolean).join(" ")}
      multiline
      maw="var(--cs-form-column)"
      events={{ hover: true, focus: true, touch: true }}
    >
      {/* The tooltip explains; it must be reachable without a mouse. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <span className={classes.builtin} tabIndex={0}>
        <IconInfoCircle {...smallIcon} />
        {fallback ? t("fallback.label", { model: name, wanted: fallback.wanted }) : name}
      </span>
    </Tooltip>
  );
}
