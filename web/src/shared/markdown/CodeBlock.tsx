import { ActionIcon, Tooltip } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useCopy } from "@/shared/ui/use-copy";

import classes from "./CodeBlock.module.css";
import { lazyModule, useLazy } from "./use-lazy";

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
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={classes.code} tabIndex={0} dir="ltr">
        <code>{coloured ?? code}</code>
      </pre>
    </figure>
  );
}

function CopyCode({ code }: { code: string }): ReactNode {
  const { copy, label, icon } = useCopy(code);
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" aria-label={label} onClick={copy}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
