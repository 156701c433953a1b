import { UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { recall, remember } from "@/shared/lib/storage";
import { preloadMarkdown } from "@/shared/markdown";
import { usePerson } from "@/shared/session";
import { PageHeader } from "@/shared/ui/PageHeader";

import { Composer, type ComposerHandle } from "../composer/Composer";
import { NEW_CHAT } from "../composer/drafts";
import { ModelPicker } from "../composer/ModelPicker";
import { useRuntime } from "../runtime/use-runtime";
import classes from "./NewChatPage.module.css";

const SUGGESTIONS = ["explain", "draft", "plan", "code"] as const;

/** The beginning of a conversation. It comes into being with its first question. */
export function NewChatPage(): ReactNode {
  const { t } = useTranslation("chat");
  const person = usePerson();
  const navigate = useNavigate();
  const runtime = useRuntime();
  const composer = useRef<ComposerHandle>(null);
  const [model, setModel] = useLastModel(person.id);
  useEffect(preloadMarkdown, []);

  const send = (text: string): void => {
    const conversationId = runtime.begin(text, model);
    void navigate({ to: "/c/$conversationId", params: { conversationId } });
  };
  return (
    <div className={classes.page}>
      <PageHeader title={t("new.title")} />
      <div className={classes.middle}>
        <h2 className={classes.greeting}>
          {t(`new.greeting.${timeOfDay(new Date())}`, { name: firstName(person.name) })}
        </h2>
        <Composer
          ref={composer}
          place={NEW_CHAT}
          autoFocus={!matchMedia("(pointer: coarse)").matches}
          onSend={send}
          onStop={null}
          blocked={null}
          options={<ModelPicker value={model} onChange={setModel} />}
        />
        <ul className={classes.suggestions} aria-label={t("new.suggestions")}>
          {SUGGESTIONS.map((name) => (
            <li key={name}>
              <UnstyledButton
                className={classes.suggestion}
                onClick={() => composer.current?.putBack(t(`new.suggestion.${name}.text`))}
              >
                {t(`new.suggestion.${name}.label`)}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

export function timeOfDay(time: Date): "morning" | "day" | "evening" {
  const hour = time.getHours();
  if (hour >= 5 && hour < 11) return "morning";
  return hour >= 18 || hour < 5 ? "evening" : "day";
}

/** The model chosen last for a new conversation, in this browser. */
function useLastModel(personId: string): readonly [string | null, (modelId: string) => void] {
  const key = `convosphere.model.${personId}`;
  const [model, setModel] = useState(() => recall(key));
  return [
    model,
    (modelId) => {
      remember(key, modelId);
      setModel(modelId);
    },
  ];
}
