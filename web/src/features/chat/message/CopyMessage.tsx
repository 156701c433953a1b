import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { copyText } from "@/shared/lib/clipboard";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { Action } from "./Action";

const SHOWN_MS = 2_000;

/** Copies a message as it was written (Markdown), and says so only when it is copied. */
export function CopyMessage({ text }: { text: string }): ReactNode {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) setCopied(true);
    else tellFailure(t("copyFailed"));
  };
  return (
    <Action label={t(copied ? "copied" : "copy")} onClick={() => void copy()}>
      {copied ? <IconCheck {...smallIcon} /> : <IconCopy {...smallIcon} />}
    </Action>
  );
}
