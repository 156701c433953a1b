import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { copyText } from "@/shared/lib/clipboard";

import { smallIcon } from "./icon";
import { tellFailure } from "./tell";

const SHOWN_MS = 2_000;

export interface Copying {
  copy: () => void;
  /** What the button does; for two seconds that it was done. */
  label: string;
  icon: ReactNode;
}

/** What every button that copies has in common. It says so only when the text is copied. */
export function useCopy(text: string): Copying {
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
  return {
    copy: () => void copy(),
    label: t(copied ? "copied" : "copy"),
    icon: copied ? <IconCheck {...smallIcon} /> : <IconCopy {...smallIcon} />,
  };
}
