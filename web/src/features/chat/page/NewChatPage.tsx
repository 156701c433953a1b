import { ActionIcon, Tooltip, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { IconGhost2 } from "@tabler/icons-react";
import { readSources, SourcePicker, withSource, type SourceRef } from "@/features/sources";
import { recall, remember } from "@/shared/lib/storage";
import { useNow } from "@/shared/lib/use-now";
import { preloadMarkdown } from "@/shared/markdown";
import { usePerson } from "@/shared/session";
import { icon } from "@/shared/ui/icon";
import { PageHeader } from "@/shared/ui/PageHeader";
import type { Attachment } from "@/stream";

import { modelsQuery } from "../api";
import { Composer, type ComposerHandle } from "../composer/Composer";
import { NEW_CHAT } from "../composer/drafts";
import { currentModel, ModelPicker } from "../composer/ModelPicker";
import { useRuntime } from "../runtime/use-runtime";
import classes from "./NewChatPage.module.css";
import { TemporaryNote } from "./TemporaryNote";

const TemplateShelf = lazy(async () => ({
  default: (await import("@/features/prompts/TemplateShelf")).TemplateShelf,
}));

const KnowledgeMenu = lazy(() => import("@/features/sources/KnowledgeMenu"));

const SUGGESTIONS = ["explain", "draft", "plan", "code"] as const;
// What the built-in assistant can do: nobody is to begin with being told that it cannot.
const WITHOUT_A_MODEL = ["help", "calculate", "today"] as const;

/** The beginning of a conversation. It comes into being with its first question. */
export function NewChatPage(): ReactNode {
  const { t } = useTranslation("chat");
  const { t: words } = useTranslation("messages");
  const person = usePerson();
  const navigate = useNavigate();
  const runtime = useRuntime();
  const composer = useRef<ComposerHandle>(null);
  const [model, setModel] = useLastModel(person.id);
  const [several, setSeveral] = useState<readonly string[]>([]);
  const temporary = useSearch({ strict: false, select: (search) => search.temporary === true });
  const asked = useSearch({ strict: false, select: (search) => search.sources });
  const [sources, setSources] = useState(() => readSources(asked));
  const onSource = (source: SourceRef, on: boolean): void =>
    setSources((before) => withSource(before, source, on));

  const suggestions = useSuggestions(model, several);

  const send = (text: string, files: readonly Attachment[]): void => {
    const conversationId = runtime.begin(text, model, files, {
      temporary,
      sources,
      ...(several.length > 1 && { modelIds: several }),
    });
    void navigate({ to: "/c/$conversationId", params: { conversationId } });
  };
  return (
    <div className={classes.page}>
      <PageHeader
        title={t("new.title")}
        actions={
          <Tooltip label={words("temporary.toggle")}>
            <ActionIcon
              size="lg"
              aria-label={words("temporary.toggle")}
              aria-pressed={temporary}
              {...(temporary && { variant: "light", color: "accent" })}
              onClick={() =>
                void navigate({ to: "/", search: temporary ? {} : { temporary: true }, replace: true })
              }
            >
              <IconGhost2 {...icon} />
            </ActionIcon>
          </Tooltip>
        }
      />
      {temporary && <TemporaryNote />}
      {/* Who writes will read an answer soon. */}
      <div className={classes.middle} onInput={preloadMarkdown}>
        <h2 className={classes.greeting}>
          {t(`new.greeting.${timeOfDay(useNow())}`, { name: firstName(person.name) })}
        </h2>
        <Composer
          ref={composer}
          place={NEW_CHAT}
          autoFocus={!matchMedia("(pointer: coarse)").matches}
          onSend={send}
          onStop={null}
          blocked={null}
          options={
            <>
              <ModelPicker value={model} onChange={setModel} several={several} onSeveral={setSeveral} />
              <SourcePicker value={sources} onChange={onSource} />
            </>
          }
          knowledge={(menu) => <KnowledgeMenu {...menu} value={sources} onChange={onSource} />}
        />
        <ul className={classes.suggestions} aria-label={t("new.suggestions")}>
          {suggestions.map((name) => (
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
        {!temporary && (
          <Suspense>
            <TemplateShelf />
          </Suspense>
        )}
      </div>
    </div>
  );
}

/** What whoever answers can do something with. Until that is known the usual ones keep the room. */
function useSuggestions(
  model: string | null,
  several: readonly string[],
): readonly ((typeof SUGGESTIONS)[number] | (typeof WITHOUT_A_MODEL)[number])[] {
  const { data: models } = useQuery(modelsQuery());
  if (models === undefined || several.length > 1) return SUGGESTIONS;
  const answers = currentModel(models, model);
  if (answers === undefined) return [];
  return answers.provider === "builtin" ? WITHOUT_A_MODEL : SUGGESTIONS;
}

function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

function timeOfDay(time: Date): "morning" | "day" | "evening" {
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
