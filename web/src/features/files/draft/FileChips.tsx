import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { isBroken, type DraftFile } from "../upload/draft-file";
import type { Uploads } from "../upload/uploads";
import { FileChip } from "./FileChip";
import classes from "./FileChips.module.css";

interface Props {
  place: string;
  files: readonly DraftFile[];
  uploads: Uploads;
}

/** The files above the composer's text: how far each is, and what can be done about it. */
export default function FileChips({ place, files, uploads }: Props): ReactNode {
  const { t } = useTranslation("files");
  return (
    <>
      {files.length > 0 && (
        <ul className={classes.list} aria-label={t("list")}>
          {files.map((file) => (
            <li key={file.key} className={classes.item} data-broken={isBroken(file) || undefined}>
              <FileChip
                draft={file}
                content={uploads.content(file.key)}
                onRemove={() => uploads.remove(place, file.key)}
                onRetry={() => uploads.retry(file.key)}
              />
            </li>
          ))}
        </ul>
      )}
      <Announcement files={files} />
    </>
  );
}

/** Says politely how many files have arrived; each step of each file would be noise. */
function Announcement({ files }: { files: readonly DraftFile[] }): ReactNode {
  const { t } = useTranslation("files");
  const settled = files.filter(({ phase }) => phase === "ready").length;
  const all = files.length > 0 && settled === files.length;
  return (
    <div role="status" className={classes.said}>
      {all && t("attached", { count: settled })}
    </div>
  );
}
