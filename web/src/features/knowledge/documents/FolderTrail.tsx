import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Folder } from "../types";
import classes from "./DocumentsPage.module.css";
import { pathTo } from "./folders";

interface Props {
  baseId: string;
  folders: readonly Folder[];
  /** The open folder. */
  open: string | null;
}

/** The way from the top to the open folder. */
export function FolderTrail({ baseId, folders, open }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const path = pathTo(folders, open);
  if (path.length === 0) return null;
  return (
    <nav aria-label={t("folders.path")}>
      <ol className={classes.trail}>
        <li>
          <Anchor
            renderRoot={(props) => (
              <Link to="/knowledge/$baseId" params={{ baseId }} search={{}} {...props} />
            )}
          >
            {t("folders.top")}
          </Anchor>
        </li>
        {path.map(({ id, name }, index) => (
          <li key={id}>
            {index === path.length - 1 ? (
              <span aria-current="page">{name}</span>
            ) : (
              <Anchor
                renderRoot={(props) => (
                  <Link to="/knowledge/$baseId" params={{ baseId }} search={{ folder: id }} {...props} />
                )}
              >
                {name}
              </Anchor>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
