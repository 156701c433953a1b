import { Button, Text } from "@mantine/core";
import { IconMessagePlus } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { asProblem } from "@/api/problem";
import { RowsSkeleton } from "@/shared/ui/Page";
import { smallIcon } from "@/shared/ui/icon";
import { PageHeader } from "@/shared/ui/PageHeader";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { tellFailure } from "@/shared/ui/tell";

import { goOnFrom, sharedMessagesQuery, sharedQuery } from "./api";
import { SharedGone } from "./SharedGone";
import { SharedMessageRow } from "./SharedMessageRow";
import classes from "./SharedPage.module.css";

const NOT_FOUND = 404;

/** A snapshot to read: what was said, by whom, and a way to go on from it in a conversation of one's own. */
export function SharedPage({ shareId }: { shareId: string }): ReactNode {
  const { t } = useTranslation("sharing");
  const navigate = useNavigate();
  const shared = useQuery(sharedQuery(shareId));
  const messages = useInfiniteQuery(sharedMessagesQuery(shareId));
  const going = useMutation({
    mutationFn: () => goOnFrom(shareId),
    onSuccess: ({ id }) => navigate({ to: "/c/$conversationId", params: { conversationId: id } }),
    onError: (error) => tellFailure(asProblem(error)?.title ?? t("page.notCopied")),
  });
  if (asProblem(shared.error)?.status === NOT_FOUND) return <SharedGone />;
  const named = shared.data?.title ?? "";
  const title = named === "" ? t("page.untitled") : named;
  return (
    <>
      <PageHeader title={title} />
      <div className={classes.page}>
        <ProblemAlert error={shared.error} onRetry={() => void shared.refetch()} />
        {shared.data && (
          <header className={classes.head}>
            <Text size="sm" c="dimmed">
              {shared.data.is_own ? t("page.byYou") : t("page.by", { name: shared.data.shared_by.name })}
              {" · "}
              <RelativeTime value={shared.data.created_at} />
              {" · "}
              {t("item.messages", { count: shared.data.message_count })}
            </Text>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconMessagePlus {...smallIcon} />}
              loading={going.isPending}
              onClick={() => going.mutate()}
            >
              {t("page.goOn")}
            </Button>
          </header>
        )}
        {messages.isPending && <RowsSkeleton />}
        {allItems(messages.data).map((message) => (
          <SharedMessageRow key={message.position} message={message} />
        ))}
        <ProblemAlert error={messages.error} onRetry={() => void messages.refetch()} />
        {messages.hasNextPage && (
          <Button
            variant="default"
            loading={messages.isFetchingNextPage}
            onClick={() => void messages.fetchNextPage()}
          >
            {t("page.more")}
          </Button>
        )}
      </div>
    </>
  );
}
