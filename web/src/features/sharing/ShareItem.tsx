import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLinkOff } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import type { Share } from "@/api/types";
import { CopyButton } from "@/shared/ui/CopyButton";
import { icon } from "@/shared/ui/icon";
import { RelativeTime } from "@/shared/ui/RelativeTime";
import { SectionRow } from "@/shared/ui/SectionList";
import { tellFailure } from "@/shared/ui/tell";

import { addressOf, revoke } from "./api";

interface Props {
  share: Share;
  onRevoked: () => Promise<void>;
}

/** One link: how often it was opened, how long it works, and the way to take it back. */
export function ShareItem({ share, onRevoked }: Props): ReactNode {
  const { t } = useTranslation("sharing");
  const revoking = useMutation({
    mutationFn: () => revoke(share.id),
    onSuccess: onRevoked,
    onError: (error) => tellFailure(asProblem(error)?.title ?? t("item.notRevoked")),
  });
  return (
    <SectionRow
      title={
        <>
          {t("item.made")} <RelativeTime value={share.created_at} />
        </>
      }
      detail={
        <>
          {t("item.messages", { count: share.message_count })}
          {" · "}
          {t("item.views", { count: share.views })}
          {" · "}
          {share.expires_at === null ? (
            t("item.noEnd")
          ) : (
            <>
              {t("item.ends")} <RelativeTime value={share.expires_at} />
            </>
          )}
        </>
      }
      actions={
        <>
          <CopyButton value={addressOf(share.id)} />
          <Tooltip label={t("item.revoke")}>
            <ActionIcon
              aria-label={t("item.revoke")}
              loading={revoking.isPending}
              onClick={() => revoking.mutate()}
            >
              <IconLinkOff {...icon} />
            </ActionIcon>
          </Tooltip>
        </>
      }
    />
  );
}
