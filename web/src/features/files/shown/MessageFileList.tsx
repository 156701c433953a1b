import { Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import type { Attachment } from "@/stream";

import { onFileChanged } from "../changes";
import { KIND_ICONS, partsOf } from "../kinds";
import { openFile } from "../preview/open";
import { inWords } from "../problem";
import { formatSize } from "../size";
import classes from "./MessageFileList.module.css";
import { Thumbnail } from "./Thumbnail";

/** Pictures as pictures, everything else by name. */
export default function MessageFileList({ files }: { files: readonly Attachment[] }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <ul className={classes.files} aria-label={t("inQuestion")}>
      {files.map((file) => (
        <li key={file.id} className={classes.item}>
          <MessageFile file={file} />
        </li>
      ))}
    </ul>
  );
}

function MessageFile({ file: sent }: { file: Attachment }): ReactNode {
  const { t, i18n } = useTranslation("files");
  const file = useLatest(sent);
  const { name, kind, size, pages, status, problem } = file;
  const pictured = kind === "image" && status === "ready";
  const KindIcon = KIND_ICONS[kind];
  const facts = [
    formatSize(size, i18n.language),
    pages === null ? "" : t(partsOf(name), { count: pages }),
    status === "ready" ? (problem?.title ?? "") : t(`state.${status === "uploading" ? "missing" : status}`),
  ];
  return (
    <>
      <UnstyledButton
        className={pictured ? classes.image : classes.file}
        {...(pictured && { "aria-label": t("open", { name }) })}
        onClick={() => openFile(file)}
      >
        {pictured ? (
          <Thumbnail file={file} className={classes.picture} alt={t("imageAlt", { name })} />
        ) : (
          <>
            <VisuallyHidden>{t("openThis")} </VisuallyHidden>
            <KindIcon {...smallIcon} />
            <span className={classes.facts}>
              <Text component="span" size="sm" className={classes.name} title={name}>
                {name}
              </Text>
              <Text component="span" size="xs" c="dimmed">
                {facts.filter(Boolean).join(" · ")}
              </Text>
            </span>
          </>
        )}
      </UnstyledButton>
      {status === "refused" && problem && (
        <Text size="xs" className={classes.problem}>
          {inWords(problem)}
        </Text>
      )}
    </>
  );
}

/** A file may be checked only after its question was sent. */
function useLatest(sent: Attachment): Attachment {
  const [changed, setChanged] = useState<Attachment | null>(null);
  useEffect(
    () =>
      onFileChanged((file) => {
        if (file.id === sent.id) setChanged(file);
      }),
    [sent.id],
  );
  return sent.status === "checking" ? (changed ?? sent) : sent;
}
