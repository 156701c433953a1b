import { Badge, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { EmptyState } from "@/shared/ui/EmptyState";
import { PagedList } from "@/shared/ui/PagedList";
import { SectionRow } from "@/shared/ui/SectionList";

import { deletePrompt, promptsQuery, type Prompt } from "./api";
import { ItemActions } from "./ItemActions";
import { PromptForm } from "./PromptForm";
import classes from "./PromptsPage.module.css";

interface Props {
  q: string;
  creating: boolean;
  onDone: () => void;
}

/** One's prompts and those that the organisation shares. */
export function PromptList({ q, creating, onDone }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const pages = useInfiniteQuery(promptsQuery(q));
  return (
    <>
      {creating && <PromptForm prompt={null} onDone={onDone} />}
      <PagedList
        label={t("page.prompts")}
        pages={pages}
        items={allItems(pages.data)}
        empty={
          !creating && (
            <EmptyState
              title={t(q === "" ? "prompt.empty" : "page.nothing")}
              detail={t(q === "" ? "prompt.emptyDetail" : "page.nothingDetail")}
            />
          )
        }
      >
        {(prompt) => <Item key={prompt.id} prompt={prompt} />}
      </PagedList>
    </>
  );
}

function Item({ prompt }: { prompt: Prompt }): ReactNode {
  const { t } = useTranslation("prompts");
  const [editing, setEditing] = useState(false);
  return (
    <SectionRow
      title={prompt.title}
      mark={
        <>
          {prompt.command !== null && (
            <Text span size="xs" c="dimmed" translate="no">
              /{prompt.command}
            </Text>
          )}
          {prompt.visibility === "organization" && <Badge variant="light">{t("shared")}</Badge>}
          {prompt.tags.map((tag) => (
            <Badge key={tag} variant="default">
              {tag}
            </Badge>
          ))}
        </>
      }
      detail={
        <Text size="sm" c="dimmed" lineClamp={2}>
          {prompt.content}
        </Text>
      }
      actions={
        prompt.editable && (
          <ItemActions
            noun="prompts"
            name={prompt.title}
            onEdit={() => setEditing(!editing)}
            remove={() => deletePrompt(prompt.id)}
          />
        )
      }
    >
      {editing && <PromptForm prompt={prompt} onDone={() => setEditing(false)} />}
      {!prompt.editable && (
        <details>
          <summary>{t("prompt.show")}</summary>
          <Text size="sm" className={classes.text}>
            {prompt.content}
          </Text>
        </details>
      )}
    </SectionRow>
  );
}
