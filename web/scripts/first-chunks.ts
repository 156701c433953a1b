/**
 * Which of our own modules come together: what every page needs, and what the pages before sign-in and the shell with the
 * chat need besides. Found by
 * following the imports, so that no list has to be kept; what is loaded lazily is in neither.
 */
import type { Plugin } from "vite";

import { modulesOf, type Modules } from "./first-libraries.ts";

/** Pages before sign-in. */
const ENTRY = ["features/accounts/entry/SignInPage.tsx"];
/** Pages behind it. */
const SHELL = ["app/shell/Shell.tsx", "features/chat/index.ts"];
/** What a chat needs besides. */
const ANSWERS = ["shared/markdown/MarkdownView.tsx"];
/** The search, which may be a first page too. */
const SEARCH = ["features/search/SearchPage.tsx"];

export interface FirstChunks {
  plugin: Plugin;
  isFirst: (id: string) => boolean;
  isEntry: (id: string) => boolean;
  isShell: (id: string) => boolean;
  /** Of ours or of a library: the pages before sign-in or the chat need it. */
  isNeeded: (id: string) => boolean;
  /** Only the search does. */
  isSearched: (id: string) => boolean;
}

export function firstChunks(source: string): FirstChunks {
  let first: ReadonlySet<string> = new Set();
  let entry: ReadonlySet<string> = new Set();
  let shell: ReadonlySet<string> = new Set();
  let needed: ReadonlySet<string> = new Set();
  let searched: ReadonlySet<string> = new Set();
  return {
    isFirst: (id) => first.has(id),
    isEntry: (id) => entry.has(id) && !first.has(id),
    isShell: (id) => shell.has(id) && !first.has(id),
    isNeeded: (id) => needed.has(id),
    isSearched: (id) => searched.has(id) && !needed.has(id),
    plugin: {
      name: "first-chunks",
      apply: "build",
      async buildEnd(error) {
        if (error) return;
        const all = (paths: readonly string[]): ReadonlySet<string> => {
          const found = new Set<string>();
          const follow = (id: string): void => {
            // Libraries go with who uses them; their index files would lead to all that they have.
            if (found.has(id) || !id.startsWith(`${source}/`)) return;
            found.add(id);
            this.getModuleInfo(id)?.importedIds.forEach(follow);
          };
          for (const path of paths) follow(`${source}/${path}`);
          return found;
        };
        shell = all(SHELL);
        entry = all(ENTRY);
        const libraries: Modules = {
          code: (id) => this.getModuleInfo(id)?.code ?? null,
          parse: (code) => this.parse(code),
          resolve: async (specifier, importer) => (await this.resolve(specifier, importer))?.id ?? null,
        };
        const isOurs = (id: string): boolean => id.startsWith(`${source}/`);
        const need = (paths: readonly string[]): Promise<ReadonlySet<string>> =>
          modulesOf(
            libraries,
            paths.map((path) => `${source}/${path}`),
            isOurs,
          );
        needed = await need(["main.tsx", ...ENTRY, ...SHELL, ...ANSWERS]);
        searched = await need(SEARCH);
        first = new Set([...all(["main.tsx"]), ...[...entry].filter((id) => shell.has(id))]);
      },
    },
  };
}
