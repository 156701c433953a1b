import { Button, Group, Stack, Text } from "@mantine/core";
import { IconEyeOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { readDraft } from "@/features/chat/composer/drafts";
import { usePerson } from "@/shared/session";
import { CopyButton } from "@/shared/ui/CopyButton";
import { EmptyState } from "@/shared/ui/EmptyState";
import { icon } from "@/shared/ui/icon";
import { PageHeader } from "@/shared/ui/PageHeader";

import classes from "./together.module.css";

/** In place of a conversation that one could see until a moment ago. What one was typing is not lost with it. */
export function Withdrawn({ conversationId }: { conversationId: string }): ReactNode {
  const { t } = useTranslation("together");
  const { id } = usePerson();
  const [draft, setDraft] = useState("");
  useEffect(() => {
    // The composer, which goes as this comes, keeps its last words first.
    const timer = setTimeout(() => setDraft(readDraft(id, conversationId)));
    return () => clearTimeout(timer);
  }, [id, conversationId]);
  return (
    <div className={classes.withdrawn} role="status">
      <PageHeader title={t("withdrawn.page")} />
      <EmptyState
        icon={<IconEyeOff {...icon} />}
        title={t("withdrawn.title")}
        detail={t("withdrawn.detail")}
        action={
          <Button component={Link} to="/" variant="default">
            {t("withdrawn.home")}
          </Button>
        }
      />
      {draft !== "" && (
        <Stack gap="xs" maw="var(--cs-form-column)">
          <Text c="dimmed">{t("withdrawn.draft")}</Text>
          <Text className={classes.draft}>{draft}</Text>
          <Group>
            <CopyButton value={draft} />
          </Group>
        </Stack>
      )}
    </div>
  );
}
