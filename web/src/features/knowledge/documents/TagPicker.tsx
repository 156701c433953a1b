import { Button, Combobox, Loader, Text, useCombobox } from "@mantine/core";
import { IconPlus, IconTag, IconTagOff } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Dot, type Colour } from "@/shared/ui/ColourChoice";
import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import type { Tag } from "../types";
import classes from "./TagPicker.module.css";
import { isNewTag, LONGEST_TAG, useNewTag } from "./use-new-tag";

interface Props {
  baseId: string;
  tags: readonly Tag[];
  /** Those that some of the documents have. */
  worn: ReadonlySet<string>;
  onPick: (change: { add_tags?: string[]; remove_tags?: string[] }) => void;
}

/** Tags for several documents: those that are there, or a new one by its name. */
export function TagPicker({ baseId, tags, worn, onPick }: Props): ReactNode {
  const { t } = useTranslation("knowledge");
  const [typed, setTyped] = useState("");
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setTyped("");
    },
  });
  const createTag = useNewTag(baseId);
  const create = useMutation({
    mutationFn: createTag,
    onSuccess: ({ id }) => done({ add_tags: [id] }),
  });
  const done = (change: Parameters<Props["onPick"]>[0]): void => {
    combobox.closeDropdown();
    onPick(change);
  };
  const words = typed.trim().toLocaleLowerCase();
  const fits = ({ name }: Tag): boolean => name.toLocaleLowerCase().includes(words);
  const [add, remove] = [tags.filter(fits), tags.filter((tag) => worn.has(tag.id) && fits(tag))];
  return (
    <Combobox
      store={combobox}
      position="top-end"
      width="target"
      classNames={{ dropdown: classes.dropdown }}
      onOptionSubmit={(value) => {
        const [verb, id = ""] = value.split(" ");
        if (verb === "new") create.mutate(typed.trim());
        else done(verb === "add" ? { add_tags: [id] } : { remove_tags: [id] });
      }}
    >
      <Combobox.Target targetType="button">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTag {...smallIcon} />}
          onClick={() => combobox.toggleDropdown()}
        >
          {t("bulk.tag")}
        </Button>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t("bulk.findTag")}
          placeholder={t("bulk.findTag")}
          maxLength={LONGEST_TAG}
          value={typed}
          rightSection={create.isPending && <Loader size="xs" />}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            combobox.updateSelectedOptionIndex();
          }}
        />
        <ProblemAlert error={create.error} />
        <Combobox.Options mah="40vh" style={{ overflowY: "auto" }}>
          {add.length > 0 && (
            <Combobox.Group label={t("bulk.addTag")}>
              {add.map(({ id, name, colour }) => (
                <Combobox.Option key={id} value={`add ${id}`} className={classes.option ?? ""}>
                  <Dot colour={colour as Colour | null} />
                  <span className={classes.name}>{name}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {remove.length > 0 && (
            <Combobox.Group label={t("bulk.removeTag")}>
              {remove.map(({ id, name }) => (
                <Combobox.Option key={id} value={`remove ${id}`} className={classes.option ?? ""}>
                  <IconTagOff {...smallIcon} />
                  <span className={classes.name}>{name}</span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {isNewTag(typed, tags) && (
            <Combobox.Option value="new" className={classes.option ?? ""} disabled={create.isPending}>
              <IconPlus {...smallIcon} />
              <span className={classes.name}>{t("tags.createNamed", { name: typed.trim() })}</span>
            </Combobox.Option>
          )}
          {tags.length === 0 && words === "" && (
            <Text size="sm" c="dimmed" p="xs">
              {t("bulk.noTags")}
            </Text>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
