import { Button, Checkbox, Group, Modal, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { createTag, type Tag } from "./api";
import { Dot } from "@/shared/ui/ColourChoice";
import classes from "./order.module.css";
import { useOrderChange, useTags } from "./use-order";

/** As many as the server lets one conversation carry. */
const MOST = 20;

interface Props {
  title: string;
  /** Of one conversation: the tags it has. Null: one tag is picked, for many. */
  selected: readonly string[] | null;
  onPick: (tag: Tag, on: boolean) => void;
  onClose: () => void;
}

/** Tags put on a conversation or taken off, each at once; or one picked for many. A new one is made on the way. */
export function TagsDialog({ title, selected, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation(["order", "app"]);
  const tags = useTags();
  const full = (selected?.length ?? 0) >= MOST;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Stack>
        {tags.length === 0 && <Text size="sm">{t("tags.none")}</Text>}
        {full && <Text size="sm">{t("tags.full")}</Text>}
        <ul className={classes.places} aria-label={t("tags.title")}>
          {tags.map((tag) => (
            <li key={tag.id}>
              {selected === null ? (
                <UnstyledButton className={classes.place} onClick={() => onPick(tag, true)}>
                  <Dot colour={tag.colour} />
                  <span className={classes.name}>{tag.name}</span>
                </UnstyledButton>
              ) : (
                <div className={classes.place}>
                  <Checkbox
                    label={tag.name}
                    checked={selected.includes(tag.id)}
                    disabled={full && !selected.includes(tag.id)}
                    onChange={(event) => onPick(tag, event.currentTarget.checked)}
                  />
                  <Dot colour={tag.colour} />
                </div>
              )}
            </li>
          ))}
        </ul>
        <NewTag onCreated={(tag) => !full && onPick(tag, true)} />
      </Stack>
    </Modal>
  );
}

/** A field for another tag. */
export function NewTag({ onCreated }: { onCreated: (tag: Tag) => void }): ReactNode {
  const { t } = useTranslation("order");
  const change = useOrderChange();
  const [name, setName] = useState("");
  const creation = useMutation({
    mutationFn: () => change(() => createTag({ name: name.trim(), colour: null })),
    onSuccess: (tag) => {
      setName("");
      onCreated(tag);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") creation.mutate();
      }}
    >
      <Stack gap="xs">
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("tags.create")}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={creation.isPending} disabled={name.trim() === ""}>
            {t("tags.add")}
          </Button>
        </Group>
        <ProblemAlert error={creation.error} />
      </Stack>
    </form>
  );
}
