/** Which files of the build a first visit needs beyond those that `index.html` names itself, by the page it asks for. */
import type { Rolldown } from "vite";

import { AREAS } from "../src/shared/i18n/areas.ts";

const LANGUAGES = ["en", "de"];

/** Modules of the source whose files, with all that they import, belong to a group. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  entry: ["features/accounts/entry/SignInPage.tsx"],
  shell: ["app/shell/Shell.tsx", "features/chat/index.ts"],
  answers: ["shared/markdown/MarkdownView.tsx"],
  search: ["features/search/SearchPage.tsx"],
  ...Object.fromEntries(
    LANGUAGES.flatMap((language) =>
      Object.keys(AREAS).map((group) => [
        `${group}-${language}`,
        [`shared/i18n/groups/${group}.${language}.ts`],
      ]),
    ),
  ),
};

/** A chunk's own file, its style sheets, and the same of everything that it imports at once. */
export function filesOf(
  bundle: Rolldown.OutputBundle,
  name: string,
  into = new Set<string>(),
): ReadonlySet<string> {
  const chunk = bundle[name];
  if (into.has(name) || chunk?.type !== "chunk") return into;
  into.add(name);
  for (const style of chunk.viteMetadata?.importedCss ?? []) into.add(style);
  for (const other of chunk.imports) filesOf(bundle, other, into);
  return into;
}

/** Addresses by group; `early.js` knows which groups an address needs. */
export function firstFiles(bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const page = chunks.find(({ isEntry, fileName }) => isEntry && fileName !== "sw.js");
  const there = page ? filesOf(bundle, page.fileName) : new Set<string>();
  return Object.fromEntries(
    Object.entries(GROUPS).map(([group, modules]) => {
      const files = new Set<string>();
      for (const path of modules) {
        const isIt = (id: string | null): boolean => id?.endsWith(`/src/${path}`) === true;
        // The file that has it, and the small one that stands for it where it is imported lazily.
        const having = chunks.filter((chunk) => isIt(chunk.facadeModuleId) || chunk.moduleIds.some(isIt));
        if (having.length === 0) throw new Error(`${path} is in no file of the build.`);
        for (const { fileName } of having) filesOf(bundle, fileName, files);
      }
      return [group, [...files].filter((file) => !there.has(file)).map((file) => `/${file}`)];
    }),
  );
}
