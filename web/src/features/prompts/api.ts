/** Every request about the prompt library and chat templates. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { api } from "@/api/client";
import { paged, PAGE_SIZE } from "@/api/paging";
import type { Page } from "@/api/types";
import type { Conversation } from "@/stream";

export const PROMPTS = "prompts";
export const TEMPLATES = "templates";

export type Visibility = "private" | "organization";

/** What can be entered about a prompt; `{{name}}` in the content is filled in by whoever uses it. */
export interface PromptInput {
  title: string;
  command: string | null;
  content: string;
  visibility: Visibility;
  tags: string[];
}

export interface Prompt extends PromptInput {
  id: string;
  /** The names in `{{…}}`, in their order. */
  variables: string[];
  editable: boolean;
}

export type VariableType = "text" | "long_text" | "number" | "choice" | "date";

export interface Variable {
  name: string;
  label: string;
  type: VariableType;
  default: string;
  options: string[];
  required: boolean;
}

export interface FirstMessage {
  role: "user" | "assistant";
  content: string;
}

export interface TemplateInput {
  name: string;
  description: string;
  prompt: string;
  variables: Variable[];
  model_id: string | null;
  first_messages: FirstMessage[];
  visibility: Visibility;
}

export interface Template extends TemplateInput {
  id: string;
  editable: boolean;
}

const MENU_SIZE = 8;

export const promptsQuery = (q: string) =>
  paged<Prompt>([PROMPTS, q], (cursor, signal) =>
    api.get<Page<Prompt>>("/prompts", { q: q || null, limit: PAGE_SIZE, cursor }, signal),
  );

/** The few that the composer offers for what was typed behind the slash. */
export const promptMenuQuery = (q: string) =>
  queryOptions({
    queryKey: [PROMPTS, "menu", q],
    queryFn: async ({ signal }) =>
      (await api.get<Page<Prompt>>("/prompts", { q: q || null, limit: MENU_SIZE }, signal)).items,
    placeholderData: keepPreviousData,
  });

export const templatesQuery = (q: string) =>
  paged<Template>([TEMPLATES, q], (cursor, signal) =>
    api.get<Page<Template>>("/templates", { q: q || null, limit: PAGE_SIZE, cursor }, signal),
  );

export const savePrompt = (id: string | null, input: PromptInput): Promise<Prompt> =>
  id === null ? api.post("/prompts", input) : api.put(`/prompts/${id}`, input);

export const deletePrompt = (id: string): Promise<undefined> => api.delete(`/prompts/${id}`);

export const saveTemplate = (id: string | null, input: TemplateInput): Promise<Template> =>
  id === null ? api.post("/templates", input) : api.put(`/templates/${id}`, input);

export const deleteTemplate = (id: string): Promise<undefined> => api.delete(`/templates/${id}`);

/** A conversation that begins as the template says. */
export const startTemplate = (id: string, variables: Record<string, string>): Promise<Conversation> =>
  api.post(`/templates/${id}/start`, { variables });
