import { ActionIcon, Anchor, Button, Stack, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { smallIcon } from "@/shared/ui/icon";
import { Section, SectionList, SectionRow } from "@/shared/ui/SectionList";

import type { SearchAddress } from "./address";
import {
  deleteSaved,
  forgetSearch,
  forgetSearches,
  pastQuery,
  popularQuery,
  savedQuery,
  SEARCHES,
} from "./api";
import { addressOf } from "./saved";

interface Props {
  onPick: (address: SearchAddress) => void;
}

/** Before one has asked: searches that one keeps, one's last ones, and what several people ask. */
export function Earlier({ onPick }: Props): ReactNode {
  const { t } = useTranslation("findings");
  const client = useQueryClient();
  const saved = useQuery(savedQuery());
  const past = useInfiniteQuery(pastQuery());
  const popular = useQuery(popularQuery());
  const change = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSuccess: () => client.invalidateQueries({ queryKey: SEARCHES }),
  });
  const questions = allItems(past.data);
  return (
    <Stack gap="xl">
      {(saved.data ?? []).length > 0 && (
        <Section title={t("saved")}>
          <SectionList label={t("saved")}>
            {saved.data?.map((search) => (
              <Entry
                key={search.id}
                text={search.name}
                onPick={() => onPick(addressOf(search.request))}
                remove={t("removeSaved", { name: search.name })}
                onRemove={() => change.mutate(() => deleteSaved(search.id))}
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
                  <Anchor component="button" type="button" onClick={() => onPick({ q: question })}>
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
            <Button size="xs" variant="subtle" color="gray" onClick={() => change.mutate(forgetSearches)}>
              {t("forgetAll")}
            </Button>
          }
        >
          <SectionList label={t("past")}>
            {questions.map(({ id, question }) => (
              <Entry
                key={id}
                text={question}
                onPick={() => onPick({ q: question })}
                remove={t("forget", { question })}
                onRemove={() => change.mutate(() => forgetSearch(id))}
              />
            ))}
          </SectionList>
        </Section>
      )}
      {past.isSuccess && questions.length === 0 && <Text c="dimmed">{t("hint")}</Text>}
    </Stack>
  );
}

interface EntryProps {
  text: string;
  onPick: () => void;
  /** What the cross does, in words. */
  remove: string;
  onRemove: () => void;
}

function Entry({ text, onPick, remove, onRemove }: EntryProps): ReactNode {
  return (
    <SectionRow
      title={
        <Anchor component="button" type="button" onClick={onPick}>
          {text}
        </Anchor>
      }
      actions={
        <ActionIcon aria-label={remove} onClick={onRemove}>
          <IconX {...smallIcon} />
        </ActionIcon>
      }
    />
  );
}
