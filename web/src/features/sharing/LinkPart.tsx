import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { PagedList } from "@/shared/ui/PagedList";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { SecretOnce } from "@/shared/ui/SecretOnce";

import { addressOf, share, sharesQuery } from "./api";
import { ShareItem } from "./ShareItem";

const DAY_MS = 86_400_000;
/** How long a link can work, in days; 0: until it is revoked. */
const TERMS = ["0", "1", "7", "30"] as const;
type Term = (typeof TERMS)[number];

/** Makes links to snapshots of a conversation, lists those there are, and takes them back. */
export function LinkPart({ conversationId }: { conversationId: string }): ReactNode {
  const { t } = useTranslation("sharing");
  const queryClient = useQueryClient();
  const label = useId();
  const [term, setTerm] = useState<Term>("0");
  const shares = useInfiniteQuery(sharesQuery(conversationId));
  const reload = (): Promise<void> =>
    queryClient.invalidateQueries({ queryKey: sharesQuery(conversationId).queryKey });
  const sharing = useMutation({
    mutationFn: () => share(conversationId, expiry(term)),
    onSuccess: reload,
  });
  return (
    <Stack>
      <Text size="sm">{t("dialog.detail")}</Text>
      <Stack gap="2xs">
        <Text size="sm" fw={500} id={label}>
          {t("dialog.term")}
        </Text>
        <SegmentedControl
          aria-labelledby={label}
          data={TERMS.map((value) => ({ value, label: t(`dialog.terms.${value}`) }))}
          value={term}
          onChange={setTerm}
          fullWidth
        />
      </Stack>
      <ProblemAlert error={sharing.error} />
      {sharing.data ? (
        <SecretOnce
          label={t("dialog.link")}
          notice={t("dialog.made", { count: sharing.data.message_count })}
          value={addressOf(sharing.data.id)}
        />
      ) : (
        <Group justify="flex-end">
          <Button loading={sharing.isPending} onClick={() => sharing.mutate()}>
            {t("dialog.make")}
          </Button>
        </Group>
      )}
      <PagedList label={t("dialog.list")} pages={shares} items={allItems(shares.data)}>
        {(item) => <ShareItem key={item.id} share={item} onRevoked={reload} />}
      </PagedList>
    </Stack>
  );
}

function expiry(term: Term): string | null {
  return term === "0" ? null : new Date(Date.now() + Number(term) * DAY_MS).toISOString();
}
