import { ActionIcon, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { copyText } from "@/shared/lib/clipboard";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import classes from "./CodeBlock.module.css";
import { lazyModule, useLazy } from "./use-lazy";

const SHOWN_MS = 2_000;

const highlighter = lazyModule(() => import("./highlight"));

interface Props {
  code: string;
  /** As written behind the fence; empty when nothing was. */
  language: string;
  /** Complete: it gets its colours now. */
  closed: boolean;
}

export function CodeBlock({ code, language, closed }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const colours = useLazy(highlighter, closed && language !== "");
  const coloured = useMemo(() => colours?.highlight(code, language.toLowerCase()), [colours, code, language]);
  return (
    <figure className={classes.block} aria-label={t("markdown.code", { language })}>
      <figcaption className={classes.bar}>
        <span className={classes.language}>{language}</span>
        <CopyCode code={code} />
      </figcaption>
      {/* Scrolls sideways, so it must be reachable without a mouse. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.code} tabIndex={0} dir="ltr">
        <code>{coloured ?? code}</code>
      </pre>
    </figure>
  );
}

function CopyCode({ code }: { code: string }): ReactNode {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    if (await copyText(code)) setCopied(true);
    else tellFailure(t("copyFailed"));
  };
  const label = copied ? t("copied") : t("copy");
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} onClick={() => void copy()}>
        {copied ? <IconCheck {...smallIcon} /> : <IconCopy {...smallIcon} />}
      </ActionIcon>
    </Tooltip>
  );
}
