import { ActionIcon, Button, Menu, Text, Tooltip } from "@mantine/core";
import {
  IconDots,
  IconDownload,
  IconFolderSymlink,
  IconRefresh,
  IconRestore,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode, type Ref } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { save } from "@/features/transfer/save";
import type { Selection as Chosen } from "@/shared/lib/use-selection";
import { icon, smallIcon } from "@/shared/ui/icon";
import { tellFailure, tellUndo } from "@/shared/ui/tell";

import { baseKey } from "../api";
import { beginOperation, fetchZip, restoreDocument, undoOperation } from "../documents-api";
import type { KnowledgeDocument, NewOperation, Tag } from "../types";
import classes from "./DocumentsPage.module.css";
import { moveTo } from "./move-to";
import { PlaceDialog } from "./PlaceDialog";
import { TagPicker } from "./TagPicker";

interface Props {
  baseId: string;
  chosen: readonly KnowledgeDocument[];
  /** How many are on the page. */
  all: number;
  tags: readonly Tag[];
  /** The list shows what was deleted. */
  deleted: boolean;
  selection: Chosen;
  /** Clears the selection and puts the keyboard back where it was. */
  onLeave: () => void;
  ref: Ref<HTMLDivElement>;
}

/** What can be done with the selected documents; each is work in the background. */
export function BulkBar(props: Props): ReactNode {
  const { baseId, chosen, all, tags, deleted, selection, onLeave, ref } = props;
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const [moving, setMoving] = useState(false);
  const documents = { document_ids: chosen.map(({ id }) => id) };
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const failed = (error: Error): void => tellFailure(asProblem(error)?.detail ?? t("failed"));
  const undo = useMutation({ mutationFn: undoOperation, onSuccess: reload, onError: failed });
  const begin = useMutation({
    mutationFn: (operation: Omit<NewOperation, "selection">) =>
      beginOperation(baseId, { ...operation, selection: documents }),
    onSuccess: async ({ id, kind, total }) => {
      selection.clear();
      await reload();
      if (kind !== "delete") return;
      tellUndo(t("bulk.deleted", { count: total }), t("bulk.undo"), () => undo.mutate(id));
    },
    onError: failed,
  });
  const restore = useMutation({
    mutationFn: async () => {
      for (const { id } of chosen) await restoreDocument(id);
    },
    onSettled: () => {
      selection.clear();
      return reload();
    },
    onError: failed,
  });
  const zip = useMutation({
    mutationFn: () => fetchZip(baseId, documents),
    onSuccess: ({ url }) => save(url),
    onError: failed,
  });
  const count = chosen.length;
  return (
    <div ref={ref} tabIndex={-1} className={classes.bulk} role="region" aria-label={t("bulk.label")}>
      <Tooltip label={t("bulk.clear")}>
        <ActionIcon aria-label={t("bulk.clear")} onClick={onLeave}>
          <IconX {...icon} />
        </ActionIcon>
      </Tooltip>
      <Text size="sm" fw={500}>
        {t("bulk.count", { count })}
      </Text>
      {count < all && (
        <Button variant="subtle" size="xs" onClick={() => selection.selectAll(false)}>
          {t("bulk.all", { count: all })}
        </Button>
      )}
      <span className={classes.space} />
      {deleted ? (
        <Button
          variant="default"
          size="xs"
          loading={restore.isPending}
          leftSection={<IconRestore {...smallIcon} />}
          onClick={() => restore.mutate()}
        >
          {t("bulk.restore")}
        </Button>
      ) : (
        <>
          <Button
            variant="default"
            size="xs"
            loading={zip.isPending}
            leftSection={<IconDownload {...smallIcon} />}
            onClick={() => zip.mutate()}
          >
            {t("bulk.download")}
          </Button>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFolderSymlink {...smallIcon} />}
            onClick={() => setMoving(true)}
          >
            {t("bulk.move")}
          </Button>
          <TagPicker
            baseId={baseId}
            tags={tags}
            worn={new Set(chosen.flatMap((document) => document.tags))}
            onPick={(change) => begin.mutate({ kind: "tag", ...change })}
          />
          <Menu position="top-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={t("bulk.more")} loading={begin.isPending}>
                <IconDots {...icon} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconRefresh {...smallIcon} />}
                onClick={() => begin.mutate({ kind: "reprocess" })}
              >
                {t("bulk.reprocess")}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash {...smallIcon} />}
                onClick={() => begin.mutate({ kind: "delete" })}
              >
                {t("bulk.delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      {moving && (
        <PlaceDialog
          title={t("bulk.moveTitle", { count })}
          baseId={baseId}
          onPick={(folder, base) => begin.mutate(moveTo(folder, base, baseId))}
          onClose={() => setMoving(false)}
        />
      )}
    </div>
  );
}
