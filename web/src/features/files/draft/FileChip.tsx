import { ActionIcon, Button, Text, Tooltip, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import { guessKind, KIND_ICONS } from "../kinds";
import { openFile } from "../preview/open";
import { Thumbnail } from "../shown/Thumbnail";
import { formatSize } from "../size";
import { isBroken, isOnTheWay, type DraftFile } from "../upload/draft-file";
import classes from "./FileChips.module.css";

interface Props {
  draft: DraftFile;
  /** Null after a reload. */
  content: Blob | null;
  onRemove: () => void;
  onRetry: () => void;
}

export function FileChip({ draft, content, onRemove, onRetry }: Props): ReactNode {
  const { t, i18n } = useTranslation("files");
  const { name, size, phase, file } = draft;
  const percent = size === 0 ? 0 : Math.floor((draft.sent / size) * 100);
  // Taken, but models cannot look inside: better known before than after the answer.
  const lack = phase === "ready" ? (file?.problem ?? null) : null;
  const state = lack?.title ?? (phase === "ready" ? "" : t(`state.${phase}`, { percent }));
  const remove = t(isOnTheWay(draft) ? "cancel" : "remove", { name });
  const facts = (
    <>
      <Picture draft={draft} content={content} />
      <span className={classes.facts}>
        <Text component="span" size="sm" className={classes.name} title={name}>
          {name}
        </Text>
        <Text
          component="span"
          size="xs"
          className={classes.state}
          data-lack={lack !== null || undefined}
          title={lack?.detail ?? undefined}
        >
          {[formatSize(size, i18n.language), state].filter(Boolean).join(" · ")}
        </Text>
      </span>
    </>
  );
  return (
    <div className={classes.chip} data-phase={phase}>
      <div className={classes.row}>
        {phase === "ready" && file ? (
          <UnstyledButton className={classes.open} onClick={() => openFile(file)}>
            <VisuallyHidden>{t("openThis")} </VisuallyHidden>
            {facts}
          </UnstyledButton>
        ) : (
          <div className={classes.open}>{facts}</div>
        )}
        <Tooltip label={remove}>
          <ActionIcon size="sm" aria-label={remove} onClick={onRemove}>
            <IconX {...smallIcon} />
          </ActionIcon>
        </Tooltip>
      </div>
      {isOnTheWay(draft) && (
        <div
          className={classes.progress}
          role="progressbar"
          aria-label={t("progress", { name })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          style={{ "--sent": `${percent}%` } as CSSProperties}
        />
      )}
      {isBroken(draft) && <Trouble draft={draft} onRetry={onRetry} />}
    </div>
  );
}

/** What happened, and what to do. */
function Trouble({ draft, onRetry }: { draft: DraftFile; onRetry: () => void }): ReactNode {
  const { t } = useTranslation("files");
  const { name, phase, problem } = draft;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Among many files it may be out of sight.
    box.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const known = phase !== "missing" && problem !== null && problem.title !== "";
  return (
    <div ref={box} role="alert" className={classes.trouble}>
      <Text size="xs">
        {known ? (
          <>
            <strong>{problem.title}.</strong> {problem.detail}
          </>
        ) : (
          t(phase === "missing" ? "missing" : "unknownProblem")
        )}
      </Text>
      {phase === "failed" && (
        <Button size="compact-xs" variant="default" aria-label={t("retryOf", { name })} onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}

function Picture({ draft, content }: Pick<Props, "draft" | "content">): ReactNode {
  const kind = draft.file?.kind ?? guessKind(draft.mediaType);
  const [drawn, setDrawn] = useState(true);
  if (kind === "image" && content !== null && drawn)
    return <LocalPicture content={content} onFail={() => setDrawn(false)} />;
  if (kind === "image" && draft.phase === "ready" && draft.file) {
    return <Thumbnail file={draft.file} className={classes.picture} />;
  }
  const KindIcon = KIND_ICONS[kind];
  return (
    <span className={classes.icon}>
      <KindIcon {...smallIcon} />
    </span>
  );
}

/** A picture that is still on this device. */
function LocalPicture({ content, onFail }: { content: Blob; onFail: () => void }): ReactNode {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(content);
    if (image.current) image.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [content]);
  return <img ref={image} alt="" className={classes.picture} onError={onFail} />;
}
