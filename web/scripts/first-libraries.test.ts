// @vitest-environment node
import { parseSync } from "vite";
import { expect, it } from "vitest";

import { modulesOf } from "./first-libraries.ts";

const FILES: Readonly<Record<string, string>> = {
  "ours/page.tsx": 'import { Menu as M } from "ui"; import "./side"; export { text } from "./text"; M();',
  "ours/side.ts": 'import def from "ui"; def();',
  "ours/text.ts": 'import * as all from "hooks"; export const text = all;',
  "ui/index.mjs": `import { Menu } from "./menu"; import { Table } from "./table"; import root from "./root";
    export * from "icons"; export { Menu, Table, root as default };`,
  "ui/menu.mjs": '"use client"; import { IconDots } from "./index"; export const Menu = () => IconDots;',
  "ui/table.mjs": "export const Table = 1;",
  "ui/root.mjs": "export default 1;",
  "icons/index.mjs":
    'export { default as IconDots } from "./dots"; export { default as IconStar } from "./star";',
  "icons/dots.mjs": "export default 1;",
  "icons/star.mjs": "export default 2;",
  "hooks/index.mjs": 'export { useOne } from "./one";',
  "hooks/one.mjs": "export const useOne = 1;",
};

it("finds what pages use of libraries, through indexes, and nothing else of them", async () => {
  const found = await modulesOf(
    {
      code: (id) => FILES[id] ?? null,
      parse: (code) => parseSync("page.tsx", code).program,
      resolve: (specifier, importer) => {
        const folder = specifier.startsWith(".") ? importer.split("/")[0] : specifier;
        const name = specifier.startsWith("./") ? specifier.slice(2) : "index";
        return Promise.resolve(
          Object.keys(FILES).find((file) => file.replace(/\.\w+$/, "") === `${folder}/${name}`) ?? null,
        );
      },
    },
    ["ours/page.tsx"],
    (id) => id.startsWith("ours/"),
  );
  expect([...found].sort()).toEqual([
    "hooks/index.mjs",
    "hooks/one.mjs",
    "icons/dots.mjs",
    "ours/page.tsx",
    "ours/side.ts",
    "ours/text.ts",
    "ui/menu.mjs",
    "ui/root.mjs",
  ]);
});
