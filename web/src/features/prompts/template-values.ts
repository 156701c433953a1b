/** What the form of a template holds, and what of it is sent. */
import type { FirstMessage, Template, TemplateInput, Variable, Visibility } from "./api";
import { plain, variablesIn } from "./variables";

/** A question and its answer, as if they had been said. */
export interface Pair {
  question: string;
  answer: string;
}

export interface TemplateValues extends Record<string, unknown> {
  name: string;
  description: string;
  prompt: string;
  variables: Variable[];
  model_id: string | null;
  first_messages: Pair[];
  visibility: Visibility;
}

export function valuesOf(template: Template | null): TemplateValues {
  return {
    name: template?.name ?? "",
    description: template?.description ?? "",
    prompt: template?.prompt ?? "",
    variables: template?.variables ?? [],
    model_id: template?.model_id ?? null,
    first_messages: pairs(template?.first_messages ?? []),
    visibility: template?.visibility ?? "private",
  };
}

function pairs(messages: readonly FirstMessage[]): Pair[] {
  return messages
    .filter(({ role }) => role === "user")
    .map(({ content }, at) => ({ question: content, answer: messages[2 * at + 1]?.content ?? "" }));
}

/** Every place in the texts, described as it was so far or as plain text; what stands nowhere is left out. */
export function describedVariables(
  values: Pick<TemplateValues, "prompt" | "variables" | "first_messages">,
): Variable[] {
  const texts = [
    values.prompt,
    ...values.first_messages.flatMap(({ question, answer }) => [question, answer]),
  ];
  return [...new Set(texts.flatMap(variablesIn))].map(
    (name) => values.variables.find((variable) => variable.name === name) ?? { ...plain(name), type: "text" },
  );
}

export function inputOf(values: TemplateValues): TemplateInput {
  return {
    ...values,
    variables: describedVariables(values).map((variable) => ({
      ...variable,
      default:
        variable.type === "choice" && !variable.options.includes(variable.default) ? "" : variable.default,
      options: variable.type === "choice" ? variable.options : [],
    })),
    first_messages: values.first_messages.flatMap(({ question, answer }): FirstMessage[] => [
      { role: "user", content: question },
      { role: "assistant", content: answer },
    ]),
  };
}
