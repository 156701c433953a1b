import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "@/api/problem";
import { tellFailure } from "@/shared/ui/tell";

import { startTemplate, type Template } from "./api";

interface Start {
  /** The template whose variables are asked for. */
  readonly asking: Template | null;
  /** Asks for its variables, or starts at once when it has none. */
  readonly begin: (template: Template) => void;
  /** @throws ProblemError */
  readonly start: (template: Template, values: Record<string, string>) => Promise<void>;
  readonly leave: () => void;
}

/** Beginning a chat from a template. */
export function useStart(): Start {
  const { t } = useTranslation("prompts");
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Template | null>(null);
  const start = async (template: Template, values: Record<string, string>): Promise<void> => {
    const { id } = await startTemplate(template.id, values);
    await navigate({ to: "/c/$conversationId", params: { conversationId: id } });
  };
  const startNow = async (template: Template): Promise<void> => {
    try {
      await start(template, {});
    } catch (error) {
      const problem = asProblem(error);
      if (problem === null) throw error;
      tellFailure(problem.title === "" ? t("start.failed") : problem.title);
    }
  };
  return {
    asking,
    begin: (template) => {
      if (template.variables.length > 0) setAsking(template);
      else void startNow(template);
    },
    start,
    leave: () => setAsking(null),
  };
}
