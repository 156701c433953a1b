import { Alert, Button, Group, Menu, Text } from "@mantine/core";
import { IconAlertTriangle, IconChevronDown, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { icon, smallIcon } from "@/shared/ui/icon";
import type { AnswerError, ConversationStream, Message } from "@/stream";

import { modelsQuery } from "../api";
import classes from "./Message.module.css";
import { useMessageActions } from "./use-message-actions";

const problemClasses = {
  root: classes.problem ?? "",
  title: classes.problemTitle ?? "",
  icon: classes.problemTitle ?? "",
};

interface Props {
  stream: ConversationStream;
  message: Message;
  error: AnswerError;
  last: boolean;
}

/** What failed, in place, with the ways out: once more, or with another model. */
export function AnswerProblem({ stream, message, error, last }: Props): ReactNode {
  const { t } = useTranslation("chat");
  const { t: common } = useTranslation();
  const { retry } = useMessageActions(stream);
  const [retrying, setRetrying] = useState(false);
  const again = async (modelId: string | null): Promise<void> => {
    setRetrying(true);
    await retry(message, modelId);
    setRetrying(false);
  };
  const models = useQuery(modelsQuery());
  const others = (models.data ?? []).filter((model) => model.available && model.id !== message.model?.id);
  return (
    <Alert
      color="red"
      variant="outline"
      mt="xs"
      icon={<IconAlertTriangle {...icon} />}
      title={error.title}
      classNames={problemClasses}
    >
      {error.detail !== null && <Text size="sm">{error.detail}</Text>}
      {error.retry_after !== null && (
        <Text size="sm">{common("problem.retryAfter", { count: Math.ceil(error.retry_after) })}</Text>
      )}
      {message.content !== "" && <Text size="sm">{t("problem.kept")}</Text>}
      {last && (
        <Group gap="xs" mt="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh {...smallIcon} />}
            loading={retrying}
            onClick={() => void again(null)}
          >
            {common("retry")}
          </Button>
          {others.length > 0 && (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button
                  size="xs"
                  variant="subtle"
                  color="gray"
                  disabled={retrying}
                  rightSection={<IconChevronDown {...smallIcon} />}
                >
                  {t("problem.otherModel")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown mah="40dvh" style={{ overflowY: "auto" }}>
                {others.map((model) => (
                  <Menu.Item key={model.id} onClick={() => void again(model.id)}>
                    {model.display_name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </Group>
      )}
    </Alert>
  );
}
