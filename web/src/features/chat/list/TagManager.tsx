import { ActionIcon, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { tellFailure } from "@/shared/ui/tell";

import { changeTag, deleteTag, type Tag } from "./api";
import { ColourChoice, Dot } from "@/shared/ui/ColourChoice";
import classes from "./order.module.css";
import { NewTag } from "./TagsDialog";
import { useOrderChange, useTags } from "./use-order";

/** All of one's tags: named, coloured, removed, each at once. */
export function TagManager({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation(["order", "app"]);
  const tags = useTags();
  const change = useOrderChange();
  const [removing, setRemoving] = useState<Tag | null>(null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("tags.manage")}
      closeButtonProps={{ "aria-label": t("app:close") }}
    >
      <Stack>
        {tags.length === 0 && <Text size="sm">{t("tags.none")}</Text>}
        <ul className={classes.places} aria-label={t("tags.title")}>
          {tags.map((tag) => (
            <li key={tag.id} className={classes.place}>
              <TagFields tag={tag} />
              <ActionIcon aria-label={t("tags.delete", { name: tag.name })} onClick={() => setRemoving(tag)}>
                <IconTrash {...smallIcon} />
              </ActionIcon>
            </li>
          ))}
        </ul>
        <NewTag onCreated={() => undefined} />
      </Stack>
      <ConfirmDialog
        opened={removing !== null}
        title={t("tags.deleteTitle", { name: removing?.name ?? "" })}
        detail={t("tags.deleteDetail")}
        confirm={t("app:delete")}
        onConfirm={async () => {
          if (removing) await change(() => deleteTag(removing.id));
        }}
        onClose={() => setRemoving(null)}
      />
    </Modal>
  );
}

function TagFields({ tag }: { tag: Tag }): ReactNode {
  const { t } = useTranslation("order");
  const change = useOrderChange();
  const [name, setName] = useState(tag.name);
  const save = async (changes: Partial<Pick<Tag, "name" | "colour">>): Promise<void> => {
    try {
      await change(() => changeTag(tag.id, changes));
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      setName(tag.name);
      tellFailure(problem.title === "" ? t("bulk.failed") : problem.title);
    }
  };
  const rename = (): void => {
    const next = name.trim();
    if (next === "") setName(tag.name);
    else if (next !== tag.name) void save({ name: next });
  };
  return (
    <>
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <ActionIcon aria-label={t("tags.colourOf", { name: tag.name })}>
            <Dot colour={tag.colour} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown p="xs">
          <ColourChoice
            label={t("folders.colour")}
            value={tag.colour}
            onChange={(colour) => void save({ colour })}
          />
        </Menu.Dropdown>
      </Menu>
      <TextInput
        flex={1}
        aria-label={t("tags.rename", { name: tag.name })}
        maxLength={40}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === "Enter") rename();
        }}
      />
    </>
  );
}
