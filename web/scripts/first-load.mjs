/**
 * What a first visit downloads as script before the page is there, and the budget for it. Not part of it: what comes
 * later by itself (the highlighter with the first block of code, formulas, what works without a connection).
 */

/** Bytes of script, gzipped, as it goes to browsers that do not know better; brotli is a tenth less. */
export const BUDGET = 300_000;

/** Groups of files beside those in index.html (`first-files.ts`; `src/app/early.js` asks for the same). */
const PAGES = {
  "sign-in": ["entry", "entry-*"],
  "new chat": ["shell", "entry-*", "chat-*"],
  chat: ["shell", "answers", "entry-*", "chat-*"],
  search: ["shell", "search", "entry-*", "chat-*"],
};
const LANGUAGES = ["en", "de"];

/**
 * @param {string} html the built index.html
 * @param {ReadonlyMap<string, {gz: number, br: number}>} sizes compressed sizes by the file's path in the build
 * @returns {{page: string, gz: number, br: number}[]} bytes, in the language that needs most
 */
export function firstLoads(html, sizes) {
  const list = /id="first-files">(.*?)<\/script>/.exec(html)?.[1];
  if (list === undefined) throw new Error("index.html has no list of first files.");
  const groups = JSON.parse(list);
  const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file]) => file);
  return Object.entries(PAGES).map(([page, wanted]) => {
    const loads = LANGUAGES.map((language) => {
      const files = wanted.flatMap((group) => groups[group.replace("*", language)]);
      const scripts = [...new Set([...named, ...files])].filter((file) => file.endsWith(".js"));
      const sum = (coding) =>
        scripts.reduce((total, file) => {
          const size = sizes.get(file.slice(1));
          if (size === undefined) throw new Error(`${file} has no size.`);
          return total + size[coding];
        }, 0);
      return { page, gz: sum("gz"), br: sum("br") };
    });
    return loads.reduce((most, load) => (load.gz > most.gz ? load : most));
  });
}
