import { Badge, Checkbox } from "@mantine/core";
import { IconFolder, IconLock } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { formatSize } from "@/features/files/size";
import { useNow } from "@/shared/lib/use-now";
import { Dot, type Colour } from "@/shared/ui/ColourChoice";
import { smallIcon } from "@/shared/ui/icon";
import { RelativeTime } from "@/shared/ui/RelativeTime";

import type { Folder, KnowledgeDocument, Tag } from "../types";
import classes from "./DocumentsPage.module.css";
import { KIND_ICONS } from "./kinds";
import { StatusMark } from "./StatusMark";

interface Props {
  document: KnowledgeDocument;
  tags: readonly Tag[];
  /** Where it lies, when that is not plain from the page. */
  folder: Folder | undefined;
  selected: boolean;
  /** Null: nothing can be done with it here. */
  onSelect: ((id: string, range: boolean) => void) | null;
  /** It was selected last: from here, the keyboard goes to what can be done with the selected ones. */
  onGo: (() => void) | null;
}

/** A document: its name, how far it is, its tags. */
export const DocumentRow = memo(function DocumentRow(props: Props): ReactNode {
  const { document, tags, folder, selected, onSelect, onGo } = props;
  const { t, i18n } = useTranslation("knowledge");
  const { id, name } = document;
  const Kind = KIND_ICONS[document.media_kind];
  const now = useNow().getTime();
  const expired = document.valid_until !== null && Date.parse(document.valid_until) < now;
  return (
    <li className={classes.row} data-selected={selected || undefined}>
      {onSelect && (
        <Checkbox
          aria-label={t("documents.select", { name })}
          checked={selected}
          onChange={({ nativeEvent }) =>
            onSelect(id, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
          }
        />
      )}
      {onGo && (
        <button type="button" className={classes.go} onClick={onGo}>
          {t("bulk.go")}
        </button>
      )}
      <span className={classes.sign} role="img" aria-label={t(`kinds.${document.media_kind}`)}>
        <Kind {...smallIcon} />
      </span>
      <div className={classes.what}>
        <Link
          to="/knowledge/documents/$documentId"
          params={{ documentId: id }}
          search={{}}
          className={classes.name}
        >
          {name}
        </Link>
        <span className={classes.facts}>
          <StatusMark document={document} />
          {folder && (
            <span className={classes.fact}>
              <IconFolder {...smallIcon} />
              {folder.name}
            </span>
          )}
          {document.own_access && (
            <span className={classes.fact}>
              <IconLock {...smallIcon} />
              {t("documents.ownAccess")}
            </span>
          )}
          {expired && (
            <Badge variant="light" color="amber" size="sm">
              {t("documents.expired")}
            </Badge>
          )}
          {document.warnings.length > 0 && (
            <Badge
              variant="light"
              color="amber"
              size="sm"
              title={document.warnings.map(({ detail }) => detail).join("\n")}
            >
              {t("documents.warnings", { count: document.warnings.length })}
            </Badge>
          )}
          {tags
            .filter((tag) => document.tags.includes(tag.id))
            .map((tag) => (
              <Badge
                key={tag.id}
                variant="default"
                size="sm"
                maw="100%"
                leftSection={<Dot colour={tag.colour as Colour | null} />}
              >
                {tag.name}
              </Badge>
            ))}
        </span>
      </div>
      <span className={classes.size}>{formatSize(document.size, i18n.language)}</span>
      <span className={classes.time}>
        <RelativeTime value={document.updated_at} />
      </span>
    </li>
  );
});
