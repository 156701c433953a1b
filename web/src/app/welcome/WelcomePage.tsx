import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { allItems } from "@/api/paging";
import { changeMe } from "@/features/accounts/api";
import { EntryLayout } from "@/features/accounts/entry/EntryLayout";
import { connectionsQuery } from "@/features/models/api";
import { isBeingAsked, readyModels } from "@/features/models/ready";
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
  const steps: readonly Step[] = can(person, "connections.manage")
    ? ["look", "model", "ask"]
    : ["look", "ask"];
  const step = steps[position] ?? "ask";
  const [connecting, setConnecting] = useState(false);
  const connections = useInfiniteQuery({ ...connectionsQuery(), enabled: steps.includes("model") });
  const known = allItems(connections.data);
  const onlyBuiltin = connections.isSuccess && readyModels(known) === 0 && !known.some(isBeingAsked);
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
          <Title order={2} ref={heading} tabIndex={-1}>
            {t(`welcome.${step}.title`)}
          </Title>
          <Text c="dimmed">{t(`welcome.${step}.detail`)}</Text>
        </div>
        {step === "look" && <LookStep />}
        {step === "model" && <ModelStep connecting={connecting} onConnecting={setConnecting} />}
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
            <Button variant={connecting ? "default" : "filled"} onClick={() => setPosition(position + 1)}>
              {step === "model" && onlyBuiltin ? t("welcome.model.builtin") : t("welcome.next")}
            </Button>
          )}
        </Group>
      </Stack>
    </EntryLayout>
  );
}
