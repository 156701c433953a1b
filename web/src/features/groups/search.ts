/** What of the groups is shown; lives in the address. */
export interface GroupsSearch {
  /** Part of a name or a description. */
  q?: string | undefined;
  /** The one group that is open, by its id. */
  group?: string | undefined;
}

export function groupsSearch(search: Record<string, unknown>): GroupsSearch {
  const { q, group } = search;
  return {
    ...(typeof q === "string" && q !== "" ? { q } : {}),
    ...(typeof group === "string" && group !== "" ? { group } : {}),
  };
}
