import { Button, Group, Modal, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconFolder, IconFolderOff } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { createFolder, type Folder } from "./api";
import { Dot } from "@/shared/ui/ColourChoice";
import type { FolderNode } from "./folder-tree";
import classes from "./order.module.css";
import { useOrderChange } from "./use-order";

interface Props {
  /** What is moved. */
  title: string;
  places: readonly FolderNode[];
  /** What it is called to lie in none of them. */
  nowhere: string;
  /** Where it lies now; undefined: here and there. */
  current: string | null | undefined;
  onPick: (folder: Pick<Folder, "id" | "name"> | null) => void;
  onClose: () => void;
}

/** Where to: the folders as a list, and a new one. What dragging does, by keyboard and touch. */
export function MoveDialog({ title, places, nowhere, current, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation(["order", "app"]);
  const change = useOrderChange();
  const [name, setName] = useState("");
  const pick = (folder: Pick<Folder, "id" | "name"> | null): void => {
    onClose();
    onPick(folder);
  };
  const creation = useMutation({
    mutationFn: () => change(() => createFolder({ name: name.trim(), colour: null, parent_id: null })),
    onSuccess: pick,
  });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("app:close") }}>
      <Stack>
        <ul className={classes.places} aria-label={title}>
          <li>
            <UnstyledButton
              className={classes.place}
              aria-current={current === null}
              onClick={() => pick(null)}
            >
              <IconFolderOff {...smallIcon} />
              <span className={classes.name}>{nowhere}</span>
            </UnstyledButton>
          </li>
          {places.map(({ folder, depth }) => (
            <li key={folder.id}>
              <UnstyledButton
                className={classes.place}
                style={{ "--depth": depth - 1 }}
                aria-current={current === folder.id}
                onClick={() => pick(folder)}
              >
                {folder.colour === null ? <IconFolder {...smallIcon} /> : <Dot colour={folder.colour} />}
                <span className={classes.name}>{folder.name}</span>
              </UnstyledButton>
            </li>
          ))}
        </ul>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== "") creation.mutate();
          }}
        >
          <Group gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              flex={1}
              label={t("folders.create")}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button
              type="submit"
              variant="default"
              loading={creation.isPending}
              disabled={name.trim() === ""}
            >
              {t("tags.add")}
            </Button>
          </Group>
        </form>
        <ProblemAlert error={creation.error} />
      </Stack>
    </Modal>
  );
}
