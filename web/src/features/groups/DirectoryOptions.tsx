import { Combobox } from "@mantine/core";
import { IconUser, IconUsersGroup } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import type { DirectoryEntry } from "@/api/types";
import { icon } from "@/shared/ui/icon";

import classes from "./DirectorySearch.module.css";

interface Props {
  label: string;
  text: string;
  entries: readonly DirectoryEntry[];
  /** There are more than these. */
  more: boolean;
  exclude: ReadonlySet<string>;
  pending: boolean;
  error: Error | null;
}

/** What was found, or why nothing is shown. */
export function DirectoryOptions({ label, text, entries, more, exclude, pending, error }: Props): ReactNode {
  const { t } = useTranslation(["groups", "app"]);
  const note = ((): string | null => {
    if (error !== null) return titleOf(error) ?? t("directory.failed");
    if (pending) return t("app:loading");
    if (entries.length > 0) return more ? t("directory.more") : null;
    return text === "" ? t("directory.nobody") : t("directory.none", { text });
  })();
  const shown = error === null ? entries : [];
  return (
    <>
      {/* There even when it is empty: the field says that it controls it. */}
      <Combobox.Options aria-label={label} className={classes.options}>
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} there={exclude.has(entry.id)} />
        ))}
      </Combobox.Options>
      {note !== null && <Combobox.Empty>{note}</Combobox.Empty>}
    </>
  );
}

/** What is not a problem of the server's, a cut connection, has no title. */
function titleOf(error: Error): string | null {
  const title = asProblem(error)?.title ?? "";
  return title === "" ? null : title;
}

function Entry({ entry, there }: { entry: DirectoryEntry; there: boolean }): ReactNode {
  const { t } = useTranslation("groups");
  const { id, kind, name, detail } = entry;
  return (
    <Combobox.Option value={id} disabled={there} className={classes.option}>
      {kind === "group" ? <IconUsersGroup {...icon} /> : <IconUser {...icon} />}
      <span className={classes.text}>
        <span className={classes.name} translate="no">
          {name}
        </span>
        <span className={classes.detail}>{kind === "group" ? t("directory.group") : detail}</span>
      </span>
      {there && <span className={classes.detail}>{t("directory.there")}</span>}
    </Combobox.Option>
  );
}
