/** What `/prompts` shows: `?show=templates&q=…`. */
export interface LibrarySearch {
  show?: "templates";
  q?: string;
}

export function librarySearch(search: Record<string, unknown>): LibrarySearch {
  const { show, q } = search;
  return {
    ...(show === "templates" && { show }),
    ...((typeof q === "string" || typeof q === "number") && String(q) !== "" && { q: String(q) }),
  };
}
