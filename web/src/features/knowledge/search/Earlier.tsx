import { ActionIcon, Anchor, Button, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { asProblem } from "@/api/problem";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { smallIcon } from "@/shared/ui/icon";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";
import { tellFailure, tellUndo } from "@/shared/ui/tell";

import type { SearchAddress } from "./address";
import {
  deleteSaved,
  forgetSearch,
  forgetSearches,
  pastQuery,
  popularQuery,
  savedQuery,
  saveSearch,
  SEARCHES,
  type SavedSearch,
} from "./api";
import { eachOnce } from "./past";
import { addressOf, savedText } from "./saved";

interface Props {
  onPick: (address: SearchAddress) => void;
}

/** Before one has asked: searches that one keeps, one's last ones, and what several people ask. */
export function Earlier({ onPick }: Props): ReactNode {
  const { t } = useTranslation(["findings", "app", "knowledge"]);
  const client = useQueryClient();
  const saved = useQuery(savedQuery());
  const past = useInfiniteQuery(pastQuery());
  const popular = useQuery(popularQuery());
  const [asking, setAsking] = useState(false);
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: SEARCHES });
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: reload,
    onError: (error) => tellFailure(asProblem(error)?.detail ?? t("knowledge:failed")),
  });
  const remove = ({ id, name, request }: SavedSearch): void =>
    change.mutate(async () => {
      await deleteSaved(id);
      tellUndo(t("removed", { name }), t("undo"), () => change.mutate(() => saveSearch(name, request)));
    });
  const questions = eachOnce(allItems(past.data));
  return (
    <Stack gap="xl">
      {(saved.data ?? []).length > 0 && (
        <Section title={t("saved")}>
          <SectionList label={t("saved")}>
            {saved.data?.map((search) => (
              <Entry
                key={search.id}
                text={search.name}
                detail={savedText(search.request, t)}
                onPick={() => onPick(addressOf(search.request))}
                remove={t("removeSaved", { name: search.name })}
                onRemove={() => remove(search)}
              />
            ))}
          </SectionList>
        </Section>
      )}
      {(popular.data ?? []).length > 0 && (
        <Section title={t("popular")} description={t("popularDetail")}>
          <SectionList label={t("popular")}>
            {popular.data?.map(({ question, people }) => (
              <SectionRow
                key={question}
                title={
                  <Anchor component="button" type="button" dir="auto" onClick={() => onPick({ q: question })}>
                    {question}
                  </Anchor>
                }
                actions={
                  <Text size="sm" c="dimmed">
                    {t("people", { count: people })}
                  </Text>
                }
              />
            ))}
          </SectionList>
        </Section>
      )}
      {questions.length > 0 && (
        <Section
          title={t("past")}
          action={
            <Button size="xs" variant="subtle" color="gray" onClick={() => setAsking(true)}>
              {t("forgetAll")}
            </Button>
          }
        >
          <SectionList label={t("past")}>
            {questions.map(({ ids, question, hits, at }) => (
              <Entry
                key={question}
                text={question}
                detail={
                  <>
                    <RelativeTime value={at} /> · {hits === 0 ? t("nothing") : t("count", { count: hits })}
                  </>
                }
                onPick={() => onPick({ q: question })}
                remove={t("forget", { question })}
                onRemove={() => change.mutate(() => Promise.all(ids.map(forgetSearch)))}
              />
            ))}
          </SectionList>
          {past.hasNextPage && (
            <div>
              <Button
                variant="default"
                loading={past.isFetchingNextPage}
                onClick={() => void past.fetchNextPage()}
              >
                {t("app:loadMore")}
              </Button>
            </div>
          )}
          <ConfirmDialog
            opened={asking}
            title={t("forgetAllQuestion")}
            detail={t("forgetAllDetail")}
            confirm={t("forgetAll")}
            onConfirm={async () => {
              await forgetSearches();
              await reload();
            }}
            onClose={() => setAsking(false)}
          />
        </Section>
      )}
      {past.isSuccess && questions.length === 0 && <Text c="dimmed">{t("hint")}</Text>}
    </Stack>
  );
}

interface EntryProps {
  text: string;
  detail: ReactNode;
  onPick: () => void;
  /** What the cross does, in words. */
  remove: string;
  onRemove: () => void;
}

function Entry({ text, detail, onPick, remove, onRemove }: EntryProps): ReactNode {
  return (
    <SectionRow
      title={
        <Anchor component="button" type="button" dir="auto" onClick={onPick}>
          {text}
        </Anchor>
      }
      detail={detail}
      actions={
        <ActionIcon aria-label={remove} onClick={onRemove}>
          <IconX {...smallIcon} />
        </ActionIcon>
      }
    />
  );
}
