import { Badge, Button, Group, Switch, Text, Textarea } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { isolate } from "@/shared/lib/isolate";
import { RowsSkeleton } from "@/shared/ui/Page";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { changeChunk, chunksQuery } from "../reading-api";
import { allows, type Chunk, type DocumentDetail } from "../types";
import { plainRows } from "./plain-rows";
import classes from "./Reading.module.css";

/** What of a document is searched and cited, piece by piece; editors mend a piece or switch it off. */
export function Passages({ document }: { document: DocumentDetail }): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const chunks = useInfiniteQuery(chunksQuery(document.id));
  const items = allItems(chunks.data);
  const mayEdit = allows(document.your_role, "editor");
  return (
    <>
      <Text size="sm" c="dimmed" maw="var(--cs-text-column)">
        {t("passages.intro")}
      </Text>
      {chunks.isPending && <RowsSkeleton />}
      {chunks.isSuccess && items.length === 0 && <Text c="dimmed">{t("passages.none")}</Text>}
      <ol className={classes.passages}>
        {items.map((chunk) => (
          <Passage key={chunk.id} documentId={document.id} chunk={chunk} mayEdit={mayEdit} />
        ))}
      </ol>
      <ProblemAlert error={chunks.error} onRetry={() => void chunks.refetch()} />
      {chunks.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={chunks.isFetchingNextPage}
            onClick={() => void chunks.fetchNextPage()}
          >
            {t("app:loadMore")}
          </Button>
        </div>
      )}
    </>
  );
}

interface Props {
  documentId: string;
  chunk: Chunk;
  mayEdit: boolean;
}

function Passage({ documentId, chunk, mayEdit }: Props): ReactNode {
  const { t } = useTranslation(["knowledge", "app"]);
  const client = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [text, setText] = useState(chunk.text);
  const change = useMutation({
    mutationFn: (changes: { text?: string; enabled?: boolean }) => changeChunk(documentId, chunk.id, changes),
    onSuccess: async () => {
      setEditing(false);
      await client.invalidateQueries({ queryKey: chunksQuery(documentId).queryKey });
    },
  });
  const { first_page: first, last_page: last, ordinal, tokens } = chunk;
  return (
    <li className={classes.passage} data-off={!chunk.enabled || undefined}>
      <div className={classes.passageHead}>
        <span>
          {t("passages.number", { number: ordinal + 1 })}
          {chunk.heading_path.length > 0 && ` · ${chunk.heading_path.map(isolate).join(" › ")}`}
          {first !== null && ` · ${t("passages.pages", { count: first === last ? 1 : 2, first, last })}`}
          {` · ${t("passages.tokens", { count: tokens })}`}
        </span>
        <Group gap="xs">
          {chunk.edited_at !== null && (
            <Badge variant="light" color="gray" size="sm">
              {t("passages.edited")}
            </Badge>
          )}
          {!chunk.indexed && (
            <Badge variant="light" color="gray" size="sm">
              {t("passages.parent")}
            </Badge>
          )}
          {mayEdit && chunk.indexed && (
            <Switch
              size="xs"
              label={t("passages.enabled")}
              checked={chunk.enabled}
              disabled={change.isPending}
              onChange={({ currentTarget }) => change.mutate({ enabled: currentTarget.checked })}
            />
          )}
        </Group>
      </div>
      {editing ? (
        <>
          <Textarea
            aria-label={t("passages.number", { number: ordinal + 1 })}
            autosize
            minRows={3}
            maxLength={20_000}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Group gap="xs" mt="xs">
            <Button
              size="xs"
              loading={change.isPending}
              disabled={text.trim() === ""}
              onClick={() => change.mutate({ text })}
            >
              {t("app:save")}
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                setText(chunk.text);
                setEditing(false);
              }}
            >
              {t("app:cancel")}
            </Button>
          </Group>
        </>
      ) : (
        <>
          <p className={classes.passageText}>{plainRows(chunk.text)}</p>
          {mayEdit && chunk.indexed && (
            <Button size="compact-xs" variant="subtle" color="gray" mt="2xs" onClick={() => setEditing(true)}>
              {t("passages.edit")}
            </Button>
          )}
        </>
      )}
      <ProblemAlert error={change.error} />
    </li>
  );
}
