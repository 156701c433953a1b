import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemAlert } from "@/shared/ui/ProblemAlert";
import { Section } from "@/shared/ui/SectionList";

import { LONGEST } from "../search/address";
import { tryQuestion, type Settings } from "./api";
import { Legs } from "./Legs";
import { SettingsFields } from "./SettingsFields";

interface Props {
  baseId: string;
  settings: Settings;
  onSettings: (settings: Settings) => void;
}

/** One question, put to each way of searching. */
export function Trial({ baseId, settings, onSettings }: Props): ReactNode {
  const { t, i18n } = useTranslation("bench");
  const [question, setQuestion] = useState("");
  const trial = useMutation({ mutationFn: () => tryQuestion(baseId, question.trim(), settings) });
  const { data } = trial;
  return (
    <Section title={t("try.title")} description={t("try.detail")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (question.trim() !== "") trial.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t("try.question")}
            maxLength={LONGEST}
            value={question}
            onChange={({ currentTarget }) => setQuestion(currentTarget.value)}
          />
          <SettingsFields settings={settings} onChange={onSettings} />
          <div>
            <Button type="submit" loading={trial.isPending} disabled={question.trim() === ""}>
              {t("try.submit")}
            </Button>
          </div>
        </Stack>
      </form>
      <ProblemAlert error={trial.error} />
      {data && (
        <>
          <Text size="sm" c="dimmed" role="status">
            {t("try.result", {
              confidence: t(`confidence.${data.confidence}`),
              milliseconds: new Intl.NumberFormat(i18n.language).format(Math.round(data.milliseconds)),
            })}
          </Text>
          <Legs trial={data} baseId={baseId} />
        </>
      )}
    </Section>
  );
}
