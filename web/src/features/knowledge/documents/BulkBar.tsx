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
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode, type Ref } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { save } from "@/features/transfer/save";
import type { Selection as Chosen } from "@/shared/lib/use-selection";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import { tellFailure, tellUndo } from "@/shared/ui/tell";

import { baseKey, limitsQuery } from "../api";
import { beginOperation, fetchZip, restoreDocument, undoOperation } from "../documents-api";
import type { Folder, KnowledgeDocument, NewOperation, Tag } from "../types";
import classes from "./DocumentsPage.module.css";
import { documentsBelow } from "./folders";
import { moveTo } from "./move-to";
import { PlaceDialog } from "./PlaceDialog";
import { TagPicker } from "./TagPicker";

interface Props {
  baseId: string;
  chosen: readonly KnowledgeDocument[];
  chosenFolders: readonly Folder[];
  /** Those of the whole base. */
  folders: readonly Folder[];
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

/** What can be done with the selected documents and folders; each is work in the background. */
export function BulkBar(props: Props): ReactNode {
  const { baseId, chosen, chosenFolders, folders, all, tags, deleted, selection, onLeave, ref } = props;
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const [asking, setAsking] = useState<"move" | "delete" | null>(null);
  const folderIds = chosenFolders.map(({ id }) => id);
  const selected = {
    ...(chosen.length > 0 && { document_ids: chosen.map(({ id }) => id) }),
    ...(folderIds.length > 0 && { folder_ids: folderIds }),
  };
  const inFolders = chosenFolders.reduce((sum, folder) => sum + documentsBelow(folders, folder), 0);
  const { data: limits } = useQuery({ ...limitsQuery(), enabled: asking === "delete" });
  const days = limits?.keep_deleted_days ?? 0;
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const failed = (error: Error): void => tellFailure(asProblem(error)?.detail ?? t("failed"));
  const undo = useMutation({ mutationFn: undoOperation, onSuccess: reload, onError: failed });
  const begin = useMutation({
    mutationFn: (operation: Omit<NewOperation, "selection">) =>
      beginOperation(baseId, { ...operation, selection: selected }),
    onSuccess: async ({ id, kind }) => {
      selection.clear();
      await reload();
      // Of folders it is shown above the list how far that is, and taken back.
      if (kind !== "delete" || chosenFolders.length > 0) return;
      tellUndo(t("bulk.deleted", { count }), t("bulk.undo"), () => undo.mutate(id));
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
    mutationFn: () => fetchZip(baseId, selected),
    onSuccess: ({ url }) => save(url),
    onError: failed,
  });
  const count = chosen.length + chosenFolders.length;
  const what = [
    chosenFolders.length > 0 && t("bulk.folders", { count: chosenFolders.length }),
    chosen.length > 0 && t("documents.count", { count: chosen.length }),
  ]
    .filter((part) => part !== false)
    .join(` ${t("bulk.and")} `);
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
            onClick={() => setAsking("move")}
          >
            {t("bulk.move")}
          </Button>
          <TagPicker
            baseId={baseId}
            tags={tags}
            // Which ones there are in folders is not known here.
            worn={
              new Set(
                chosenFolders.length > 0 ? tags.map(({ id }) => id) : chosen.flatMap((each) => each.tags),
              )
            }
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
                onClick={() =>
                  chosenFolders.length > 0 ? setAsking("delete") : begin.mutate({ kind: "delete" })
                }
              >
                {t("bulk.delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
      {asking === "move" && (
        <PlaceDialog
          title={t("bulk.moveTitle", { what })}
          baseId={baseId}
          without={folderIds}
          onPick={(folder, base) => begin.mutate(moveTo(folder, base, baseId))}
          onClose={() => setAsking(null)}
        />
      )}
      <ConfirmDialog
        opened={asking === "delete"}
        title={t("bulk.deleteTitle", { what })}
        detail={[
          t("bulk.deleteDetail", { count: inFolders }),
          days > 0 ? t("kept", { count: days }) : "",
        ].join(" ")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          await begin.mutateAsync({ kind: "delete" });
        }}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}
