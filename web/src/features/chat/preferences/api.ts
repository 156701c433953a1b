/** Every request about what people, and their organisation, want of the chat. */
import { queryOptions } from "@tanstack/react-query";

import { answer, client } from "@/api/client";
import type { components } from "@/api/schema.gen";

type Schemas = components["schemas"];
export type ChatPreferences = Schemas["ChatPreferencesOut"];
export type ChatPreferencesChanges = Schemas["ChatPreferencesPatch"];

export const preferencesQuery = () =>
  queryOptions({
    queryKey: ["chat-preferences"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/chat/preferences", { signal })),
  });

/** @throws ProblemError */
export const changePreferences = (body: ChatPreferencesChanges): Promise<ChatPreferences> =>
  answer(client.PATCH("/api/v1/chat/preferences", { body }));
