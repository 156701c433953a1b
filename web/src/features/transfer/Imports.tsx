import { Button, Progress, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";

import { deleteImport, importsQuery } from "./api";
import { ImportItem } from "./ImportItem";
import { upload } from "./upload";
import { useChanges } from "./use-changes";

interface Sending {
  name: string;
  id: string | null;
  share: number;
  abort: AbortController;
}

/** A file chosen, sent, looked through; then its owner decides. */
export function Imports(): ReactNode {
  const { t } = useTranslation("transfer");
  const queryClient = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [sending, setSending] = useState<Sending | null>(null);
  const imports = useInfiniteQuery(importsQuery(useChanges()));
  const reload = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ["imports"] });
  const sent = useMutation({
    mutationFn: async (file: File) => {
      const abort = new AbortController();
      setSending({ name: file.name, id: null, share: 0, abort });
      const progress = (id: string, bytes: number): void =>
        setSending({ name: file.name, id, share: (100 * bytes) / Math.max(file.size, 1), abort });
      await upload(file, progress, abort.signal);
    },
    onSettled: () => {
      setSending(null);
      return reload();
    },
  });
  const cancel = async (): Promise<void> => {
    sending?.abort.abort();
    if (sending?.id != null) await deleteImport(sending.id);
    await reload();
  };
  const cancelled = sent.error instanceof DOMException && sent.error.name === "AbortError";
  const items = allItems(imports.data).filter(({ id }) => id !== sending?.id);
  return (
    <Section
      title={t("imports.title")}
      description={t("imports.detail")}
      action={
        <Button
          variant="default"
          size="xs"
          disabled={sending !== null}
          onClick={() => input.current?.click()}
        >
          {t("imports.choose")}
        </Button>
      }
    >
      <input
        ref={input}
        type="file"
        accept=".json,.zip,application/json,application/zip"
        hidden
        tabIndex={-1}
        aria-label={t("imports.choose")}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) sent.mutate(file);
          // The same file chosen again is a change too.
          currentTarget.value = "";
        }}
      />
      {sending && (
        <Stack gap="xs">
          <Text size="sm" role="status">
            {t("imports.sending", { name: sending.name })}
          </Text>
          <Progress value={sending.share} aria-label={t("imports.sending", { name: sending.name })} />
          <div>
            <Button variant="subtle" color="gray" size="xs" onClick={() => void cancel()}>
              {t("exports.cancel")}
            </Button>
          </div>
        </Stack>
      )}
      <ProblemAlert error={cancelled ? null : sent.error} />
      <PagedList
        label={t("imports.list")}
        pages={imports}
        items={items}
        empty={
          sending === null && (
            <Text size="sm" c="dimmed">
              {t("imports.empty")}
            </Text>
          )
        }
      >
        {(item) => <ImportItem key={item.id} item={item} onChanged={reload} />}
      </PagedList>
    </Section>
  );
}
