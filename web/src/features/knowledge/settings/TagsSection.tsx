import { ActionIcon, Button, Group, Menu, Text, TextInput } from "@mantine/core";
import { IconArrowMerge, IconDots, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ColourChoice, Dot, type Colour } from "@/shared/ui/ColourChoice";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import { baseKey, changeTag, createTag, deleteTag, mergeTags, tagsQuery } from "../api";
import type { Tag } from "../types";

/** The base's tags: named, coloured, merged, removed. */
export function TagsSection({ baseId }: { baseId: string }): ReactNode {
  const { t } = useTranslation("knowledge");
  const client = useQueryClient();
  const { data: tags = [], error } = useQuery(tagsQuery(baseId));
  const [name, setName] = useState("");
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: baseKey(baseId) });
  const create = useMutation({
    mutationFn: () => createTag(baseId, { name: name.trim() }),
    onSuccess: () => {
      setName("");
      return reload();
    },
  });
  return (
    <Section title={t("tags.title")} description={t("tags.detail")}>
      <SectionList label={t("tags.title")}>
        {tags.map((tag) => (
          <TagRow key={tag.id} tag={tag} others={tags} onChanged={reload} />
        ))}
      </SectionList>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") create.mutate();
        }}
      >
        <Group gap="xs" align="flex-end" maw="var(--cs-form-column)" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("tags.new")}
            maxLength={60}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={create.isPending} disabled={name.trim() === ""}>
            {t("tags.add")}
          </Button>
        </Group>
      </form>
      <ProblemAlert error={error ?? create.error} />
    </Section>
  );
}

interface RowProps {
  tag: Tag;
  others: readonly Tag[];
  onChanged: () => Promise<void>;
}

function TagRow({ tag, others, onChanged }: RowProps): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const [name, setName] = useState(tag.name);
  const [removing, setRemoving] = useState(false);
  const [going, setGoing] = useState(false);
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: onChanged,
    onError: () => setName(tag.name),
  });
  const rename = (): void => {
    const next = name.trim();
    if (next === "") setName(tag.name);
    else if (next !== tag.name) change.mutate(() => changeTag(tag.id, { name: next }));
  };
  const rest = others.filter(({ id }) => id !== tag.id);
  return (
    <SectionRow
      title={
        <Group gap="xs" wrap="nowrap">
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <ActionIcon aria-label={t("tags.colourOf", { name: tag.name })}>
                <Dot colour={tag.colour as Colour | null} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown p="xs">
              <ColourChoice
                label={t("tags.colour")}
                value={tag.colour as Colour | null}
                onChange={(colour) => change.mutate(() => changeTag(tag.id, { colour }))}
              />
            </Menu.Dropdown>
          </Menu>
          <TextInput
            size="xs"
            aria-label={t("tags.rename", { name: tag.name })}
            maxLength={60}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            onBlur={rename}
            onKeyDown={({ key }) => {
              if (key === "Enter") rename();
            }}
          />
        </Group>
      }
      actions={
        <>
          <Text size="sm" c="dimmed">
            {t("documents.count", { count: tag.document_count })}
          </Text>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon aria-label={t("tags.menu", { name: tag.name })}>
                <IconDots {...smallIcon} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown mah="50vh" style={{ overflowY: "auto" }}>
              {rest.length > 0 && <Menu.Label>{t("tags.merge")}</Menu.Label>}
              {rest.map((other) => (
                <Menu.Item
                  key={other.id}
                  leftSection={<IconArrowMerge {...smallIcon} />}
                  onClick={() =>
                    change.mutate(async () => setGoing((await mergeTags(tag.id, other.id)) !== null))
                  }
                >
                  {other.name}
                </Menu.Item>
              ))}
              {rest.length > 0 && <Menu.Divider />}
              <Menu.Item
                color="red"
                leftSection={<IconTrash {...smallIcon} />}
                onClick={() => setRemoving(true)}
              >
                {t("app:delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      {going && (
        <Text size="sm" c="dimmed" role="status">
          {t("tags.going")}
        </Text>
      )}
      <ProblemAlert error={change.error} />
      <ConfirmDialog
        opened={removing}
        title={t("tags.deleteTitle", { name: tag.name })}
        detail={t("tags.deleteDetail", { count: tag.document_count })}
        confirm={t("app:delete")}
        onConfirm={async () => {
          setGoing((await deleteTag(tag.id)) !== null);
          await onChanged();
        }}
        onClose={() => setRemoving(false)}
      />
    </SectionRow>
  );
}
