import { ActionIcon, Button, Menu, Text, Tooltip } from "@mantine/core";
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconFolder,
  IconPin,
  IconPinnedOff,
  IconTag,
  IconTagOff,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { icon, smallIcon } from "@/shared/ui/icon";
import type { Conversation } from "@/stream";

import type { ConversationFilter } from "../api";
import type { BulkAction } from "./api";
import classes from "./ChatsPage.module.css";
import { flattened, nested } from "./folder-tree";
import { MoveDialog, TagsDialog } from "./lazy-dialogs";
import { useBulk } from "./use-bulk";
import { useFolders } from "./use-order";
import type { Selection } from "@/shared/lib/use-selection";

interface Props {
  rows: readonly Conversation[];
  selection: Selection;
  filter: ConversationFilter;
  /** Whether the filter finds more than is loaded. */
  hasMore: boolean;
}

/** What can be done to those selected. What deletes, or concerns rows that are not shown, asks first. */
export function BulkBar({ rows, selection, filter, hasMore }: Props): ReactNode {
  const { t } = useTranslation("order");
  const bulk = useBulk();
  const folders = useFolders();
  const [asking, setAsking] = useState<"move" | "tag" | "untag" | null>(null);
  const [sure, setSure] = useState<BulkAction | null>(null);
  const chosen = rows.filter(({ id }) => selection.ids.has(id));
  const { everyone } = selection;
  const count = chosen.length;

  const perform = async (action: BulkAction): Promise<void> => {
    await (everyone ? bulk.doToAll(filter, action) : bulk.doTo(chosen, action));
    selection.clear();
  };
  const want = (action: BulkAction): void => {
    setAsking(null);
    if (everyone || action.action === "delete") setSure(action);
    else void perform(action);
  };
  const deleting = sure?.action === "delete";
  const archived = filter.archived === true;
  const { progress } = bulk;
  const busy = progress !== null;
  return (
    <div className={classes.bulk} role="region" aria-label={t("bulk.label")}>
      <Tooltip label={t("bulk.clear")}>
        <ActionIcon aria-label={t("bulk.clear")} onClick={selection.clear} disabled={busy}>
          <IconX {...icon} />
        </ActionIcon>
      </Tooltip>
      <Text size="sm" fw={500} role="status" className={classes.counted}>
        {progress !== null
          ? t("bulk.progress", { count: progress })
          : everyone
            ? t("bulk.everyone")
            : t("bulk.count", { count })}
      </Text>
      {hasMore && !everyone && count === rows.length && (
        <Button variant="subtle" size="xs" onClick={() => selection.selectAll(true)}>
          {t("bulk.all")}
        </Button>
      )}
      <span className={classes.space} />
      <Button
        variant="default"
        size="xs"
        disabled={busy}
        leftSection={archived ? <IconArchiveOff {...smallIcon} /> : <IconArchive {...smallIcon} />}
        onClick={() => want({ action: archived ? "unarchive" : "archive" })}
      >
        <span className={classes.word}>{t(archived ? "bulk.restore" : "bulk.archive")}</span>
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={busy}
        leftSection={<IconFolder {...smallIcon} />}
        onClick={() => setAsking("move")}
      >
        <span className={classes.word}>{t("bulk.move")}</span>
      </Button>
      <Menu position="top-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("bulk.more")} disabled={busy}>
            <IconDots {...icon} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconTag {...smallIcon} />} onClick={() => setAsking("tag")}>
            {t("bulk.tag")}
          </Menu.Item>
          <Menu.Item leftSection={<IconTagOff {...smallIcon} />} onClick={() => setAsking("untag")}>
            {t("bulk.untag")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPin {...smallIcon} />} onClick={() => want({ action: "pin" })}>
            {t("bulk.pin")}
          </Menu.Item>
          <Menu.Item leftSection={<IconPinnedOff {...smallIcon} />} onClick={() => want({ action: "unpin" })}>
            {t("bulk.unpin")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash {...smallIcon} />}
            onClick={() => want({ action: "delete" })}
          >
            {t("bulk.delete")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {asking === "move" && (
          <MoveDialog
            title={everyone ? t("bulk.everyone") : t("move.titleMany", { count })}
            places={flattened(nested(folders))}
            nowhere={t("folders.none")}
            current={undefined}
            onPick={(folder) => want({ action: "move", folder_id: folder?.id ?? null })}
            onClose={() => setAsking(null)}
          />
        )}
        {(asking === "tag" || asking === "untag") && (
          <TagsDialog
            title={asking === "tag" && !everyone ? t("tags.titleMany", { count }) : t(`bulk.${asking}`)}
            selected={null}
            onPick={(tag) => want({ action: asking, tag_id: tag.id })}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
      <ConfirmDialog
        opened={sure !== null}
        title={
          !deleting
            ? t("bulk.everyoneTitle")
            : everyone
              ? t("bulk.everyoneDeleteTitle")
              : t("bulk.deleteTitle", { count })
        }
        detail={
          !deleting
            ? t("bulk.everyoneDetail")
            : everyone
              ? t("bulk.everyoneDeleteDetail")
              : t("bulk.deleteDetail")
        }
        confirm={t(deleting ? "bulk.delete" : "bulk.confirm")}
        onConfirm={async () => {
          if (sure) await perform(sure);
        }}
        onClose={() => setSure(null)}
      />
    </div>
  );
}
