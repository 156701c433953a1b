import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { changeMe } from "@/features/accounts/api";
import { EntryLayout } from "@/features/accounts/entry/EntryLayout";
import { adoptPerson, can, usePerson } from "@/shared/session";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { AskStep } from "./AskStep";
import { LookStep } from "./LookStep";
import { ModelStep } from "./ModelStep";

type Step = "look" | "model" | "ask";

/** The first minutes of a new person: how it looks, what answers (for who may decide that), and a first question. */
export function WelcomePage(): ReactNode {
  const { t } = useTranslation();
  const person = usePerson();
  const navigate = useNavigate();
  const [position, setPosition] = useState(0);
  const steps: readonly Step[] = can(person, "models.manage") ? ["look", "model", "ask"] : ["look", "ask"];
  const step = steps[position] ?? "ask";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (position > 0) heading.current?.focus();
  }, [position]);

  const finish = useMutation({
    mutationFn: async (question: string | null) => {
      adoptPerson(await changeMe({ onboarded: true }));
      await navigate({ to: "/", search: question === null ? {} : { ask: question } });
    },
  });
  return (
    <EntryLayout
      title={t("welcome.title", { name: person.name })}
      detail={t("welcome.progress", { step: position + 1, of: steps.length })}
    >
      <Stack gap="lg">
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {t(`welcome.${step}.title`)}
          </h2>
          <Text c="dimmed">{t(`welcome.${step}.detail`)}</Text>
        </div>
        {step === "look" && <LookStep />}
        {step === "model" && <ModelStep />}
        {step === "ask" && (
          <AskStep pending={finish.isPending} onAsk={(question) => finish.mutate(question)} />
        )}
        <ProblemAlert error={finish.error} />
        <Group gap="xs">
          {position > 0 && (
            <Button variant="default" onClick={() => setPosition(position - 1)} disabled={finish.isPending}>
              {t("welcome.back")}
            </Button>
          )}
          {step === "ask" ? (
            <Button variant="subtle" onClick={() => finish.mutate(null)} disabled={finish.isPending}>
              {t("welcome.ask.own")}
            </Button>
          ) : (
            <Button onClick={() => setPosition(position + 1)}>{t("welcome.next")}</Button>
          )}
        </Group>
      </Stack>
    </EntryLayout>
  );
}
