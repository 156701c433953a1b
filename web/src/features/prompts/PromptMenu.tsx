import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { FieldMenu } from "@/shared/ui/FieldMenu";

import { promptMenuQuery, type Prompt } from "./api";
import classes from "./PromptMenu.module.css";
import { fill, plain } from "./variables";
import { VariablesDialog } from "./VariablesDialog";

interface Props {
  /** What stands behind the slash. */
  query: string;
  /** The field in which it is typed. */
  anchor: HTMLTextAreaElement;
  /** With the prompt's text, its variables filled in. */
  onPick: (text: string) => void;
  /** Escape, or the field was left: the text stays as it was typed. */
  onClose: () => void;
}

/** The prompts that fit what is typed behind a slash. */
export function PromptMenu({ query, anchor, onPick, onClose }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const { data: prompts = [], isPending } = useQuery(promptMenuQuery(query.trim()));
  const [filling, setFilling] = useState<Prompt | null>(null);
  if (filling !== null)
    return (
      <VariablesDialog
        title={filling.title}
        variables={filling.variables.map(plain)}
        done={t("menu.insert")}
        onDone={(values) => onPick(fill(filling.content, values))}
        onClose={onClose}
      />
    );
  return (
    <FieldMenu
      label={t("menu.label")}
      anchor={anchor}
      items={prompts}
      keyOf={({ id }) => id}
      show={({ title, command }) => (
        <>
          <span className={classes.title}>{title}</span>
          {command !== null && (
            <Text span size="xs" c="dimmed" translate="no">
              /{command}
            </Text>
          )}
        </>
      )}
      onTake={(prompt) => {
        if (prompt.variables.length === 0) onPick(prompt.content);
        else setFilling(prompt);
      }}
      onClose={onClose}
    >
      {!isPending && prompts.length === 0 && (
        <Text size="sm" c="dimmed" p="xs" role="status">
          {t(query === "" ? "menu.empty" : "menu.nothing")}
        </Text>
      )}
    </FieldMenu>
  );
}
