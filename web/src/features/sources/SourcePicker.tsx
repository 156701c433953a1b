import { ActionIcon, Indicator, Popover, Tooltip, VisuallyHidden } from "@mantine/core";
import { IconBooks } from "@tabler/icons-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon } from "@/shared/ui/icon";

import type { OnSource, SourceRef } from "./source";

const SourceChoice = lazy(() => import("./SourceChoice"));
const WIDTH = 320;

interface Props {
  /** What is attached. */
  value: readonly SourceRef[];
  onChange: OnSource;
}

/** What answers rest on, in the composer: how much is attached, and the choice of it. */
export function SourcePicker({ value, onChange }: Props): ReactNode {
  const { t } = useTranslation("sources");
  const [open, setOpen] = useState(false);
  const label = value.length === 0 ? t("attach") : t("attached", { count: value.length });
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        width={WIDTH}
        position="top-start"
        shadow="md"
        withinPortal
        trapFocus
        returnFocus
      >
        <Indicator label={value.length} size={16} disabled={value.length === 0} color="accent">
          <Tooltip label={value.length === 0 ? t("attachHint") : label} disabled={open}>
            <Popover.Target>
              <ActionIcon
                size="lg"
                aria-label={label}
                {...(value.length > 0 && { variant: "light", color: "accent" })}
                onClick={() => setOpen(!open)}
              >
                <IconBooks {...icon} />
              </ActionIcon>
            </Popover.Target>
          </Tooltip>
        </Indicator>
        <Popover.Dropdown aria-label={t("attach")}>
          {open && (
            <Suspense>
              <SourceChoice value={value} onChange={onChange} />
            </Suspense>
          )}
        </Popover.Dropdown>
      </Popover>
      <VisuallyHidden role="status">{value.length > 0 && label}</VisuallyHidden>
    </>
  );
}
