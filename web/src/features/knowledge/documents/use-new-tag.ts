/** Tags that are made where one needs them, by their names. */
import { useQueryClient } from "@tanstack/react-query";

import { createTag, tagsQuery } from "../api";
import type { Tag } from "../types";

/** The server's limit, in characters. */
export const LONGEST_TAG = 60;

/** Whether something was typed that no tag is called, in whatever case. */
export const isNewTag = (typed: string, tags: readonly Tag[]): boolean => {
  const name = typed.trim().toLocaleLowerCase();
  return name !== "" && tags.every((tag) => tag.name.toLocaleLowerCase() !== name);
};

/** Makes a tag in the base; it is in the list of all tags when the promise is kept. */
export function useNewTag(baseId: string): (name: string) => Promise<Tag> {
  const client = useQueryClient();
  return async (name) => {
    const tag = await createTag(baseId, { name });
    await client.invalidateQueries({ queryKey: tagsQuery(baseId).queryKey });
    return tag;
  };
}
