import { Button, Fieldset, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";

import type { Pair } from "./template-values";

const MOST = 10;

interface Props {
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
}

/** What stands at the beginning of the chat: examples of questions and the answers wanted. */
export function FirstMessages({ pairs, onChange }: Props): ReactNode {
  const { t } = useTranslation("prompts");
  const change = (at: number, changes: Partial<Pair>): void =>
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...changes } : pair)));
  return (
    <Fieldset variant="unstyled" legend={t("template.first")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("template.firstHelp")}
        </Text>
        {pairs.map((pair, at) => (
          // The order is all that tells them apart.
          <Stack key={at} gap="xs">
            <Textarea
              label={t("template.question", { number: at + 1 })}
              autosize
              maxRows={8}
              value={pair.question}
              onChange={(event) => change(at, { question: event.currentTarget.value })}
            />
            <Textarea
              label={t("template.answer", { number: at + 1 })}
              autosize
              maxRows={8}
              value={pair.answer}
              onChange={(event) => change(at, { answer: event.currentTarget.value })}
            />
            <Group>
              <Button
                variant="subtle"
                color="gray"
                size="xs"
                leftSection={<IconTrash {...smallIcon} />}
                onClick={() => onChange(pairs.filter((_, index) => index !== at))}
              >
                {t("template.removePair", { number: at + 1 })}
              </Button>
            </Group>
          </Stack>
        ))}
        {pairs.length < MOST && (
          <Group>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus {...smallIcon} />}
              onClick={() => onChange([...pairs, { question: "", answer: "" }])}
            >
              {t("template.addPair")}
            </Button>
          </Group>
        )}
      </Stack>
    </Fieldset>
  );
}
