import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { smallIcon } from "@/shared/ui/icon";
import { ProblemAlert } from "@/shared/ui/ProblemAlert";

import { LONGEST } from "../search/address";
import type { NewSet, QuestionSet, SetQuestion } from "./api";
import classes from "./Bench.module.css";
import { ExpectedFields } from "./ExpectedFields";

/** The server's own limits. */
const MOST_QUESTIONS = 300;
const LONGEST_NAME = 200;

/** A question while it is written; its key keeps its fields apart from those of the others. */
interface Draft extends SetQuestion {
  key: number;
}

let keys = 0;
const draftOf = (question: SetQuestion): Draft => ({ ...question, key: ++keys });
const blank = (): Draft => draftOf({ question: "", expected: [] });

interface Props {
  baseId: string;
  /** What is changed; none: a new one. */
  initial?: QuestionSet;
  onSubmit: (set: NewSet) => Promise<unknown>;
  onClose: () => void;
}

/** Questions with what should be found for each. */
export function SetForm({ baseId, initial, onSubmit, onClose }: Props): ReactNode {
  const { t } = useTranslation(["bench", "app"]);
  const [name, setName] = useState(initial?.name ?? "");
  const [drafts, setDrafts] = useState<Draft[]>(() => initial?.questions.map(draftOf) ?? [blank()]);
  const [tried, setTried] = useState(false);
  const save = useMutation({ mutationFn: onSubmit, onSuccess: onClose });
  const incomplete = drafts.some(({ question, expected }) => question.trim() === "" || expected.length === 0);
  const unnamed = name.trim() === "";
  const change = (key: number, changes: Partial<SetQuestion>): void =>
    setDrafts((all) => all.map((each) => (each.key === key ? { ...each, ...changes } : each)));
  const submit = (): void => {
    setTried(true);
    if (unnamed || incomplete) return;
    save.mutate({
      name: name.trim(),
      questions: drafts.map(({ question, expected }) => ({ question: question.trim(), expected })),
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t("sets.name")}
          maxLength={LONGEST_NAME}
          value={name}
          error={tried && unnamed && t("form.unnamed")}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        {drafts.map((draft, index) => (
          <QuestionFields
            key={draft.key}
            baseId={baseId}
            number={index + 1}
            draft={draft}
            onChange={(changes) => change(draft.key, changes)}
            onRemove={() => setDrafts((all) => all.filter(({ key }) => key !== draft.key))}
          />
        ))}
        {drafts.length < MOST_QUESTIONS && (
          <div>
            <Button
              variant="default"
              size="xs"
              leftSection={<IconPlus {...smallIcon} />}
              onClick={() => setDrafts((all) => [...all, blank()])}
            >
              {t("form.addQuestion")}
            </Button>
          </div>
        )}
        {tried && incomplete && (
          <Text size="sm" c="red" role="alert">
            {t("form.incomplete")}
          </Text>
        )}
        <ProblemAlert error={save.error} />
        <Group gap="xs">
          <Button type="submit" loading={save.isPending}>
            {t("app:save")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("app:cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface QuestionProps {
  baseId: string;
  number: number;
  draft: Draft;
  onChange: (changes: Partial<SetQuestion>) => void;
  onRemove: () => void;
}

function QuestionFields({ baseId, number, draft, onChange, onRemove }: QuestionProps): ReactNode {
  const { t } = useTranslation("bench");
  return (
    <fieldset className={classes.question}>
      <legend>{t("form.number", { number })}</legend>
      <Stack gap="xs">
        <TextInput
          label={t("form.question")}
          maxLength={LONGEST}
          value={draft.question}
          onChange={({ currentTarget }) => onChange({ question: currentTarget.value })}
        />
        <ExpectedFields
          baseId={baseId}
          expected={draft.expected}
          onChange={(expected) => onChange({ expected })}
        />
        <div>
          <Button variant="subtle" color="gray" size="xs" onClick={onRemove}>
            {t("form.remove", { number })}
          </Button>
        </div>
      </Stack>
    </fieldset>
  );
}
