import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { copyText } from "@/shared/lib/clipboard";

import { smallIcon } from "./icon";
import { tellFailure } from "./tell";

const SHOWN_MS = 2_000;

/** Copies `value` and says so only when it is copied. */
export function CopyButton({ value }: { value: string }): ReactNode {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    if (await copyText(value)) setCopied(true);
    else tellFailure(t("copyFailed"));
  };
  return (
    <Button
      variant="default"
      leftSection={copied ? <IconCheck {...smallIcon} /> : <IconCopy {...smallIcon} />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? t("copied") : t("copy")}</span>
    </Button>
  );
}
