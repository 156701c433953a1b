/**
 * Each component of Mantine that the build uses brings its own style sheet, with the chunk it is in; the whole sheet
 * of the library would be six times as much, and hold up the first paint. The development server takes the whole one.
 *
 * All of it lies in the cascade layer `mantine`: our own sheets win wherever they say something, in whatever order the
 * chunks arrive. What belongs to no component, and what other components stand on, lies in layers inside it, which the
 * rest of it wins over: the whole sheet has these first.
 */
import type { Plugin } from "vite";

const WHOLE = "@mantine/core/styles.layer.css";
const BASE = "virtual:mantine-base";
/** What belongs to no component. */
const ALWAYS = ["baseline", "default-css-variables", "global"];

const STOOD_ON = ["UnstyledButton", "Text", "Paper", "Input", "ScrollArea", "Overlay"];

/** Said in each: the first sheet to arrive sets the order. */
const ORDER = "@layer mantine.base, mantine.stood-on;";

function layerOf(styled: string): string {
  if (ALWAYS.includes(styled)) return `${ORDER}@layer mantine.base`;
  return STOOD_ON.includes(styled) ? `${ORDER}@layer mantine.stood-on` : "@layer mantine";
}

const sheet = (name: string): string => `import "@mantine/core/styles/${name}.layer.css";`;

export function mantineStyles(): Plugin {
  return {
    name: "mantine-styles",
    apply: "build",
    enforce: "pre",
    resolveId: (id) => (id === WHOLE ? BASE : undefined),
    load: (id) => (id === BASE ? { code: ALWAYS.map(sheet).join("\n"), moduleSideEffects: true } : undefined),
    transform: (code, id) => {
      const styled = /@mantine\/core\/styles\/([\w-]+)\.layer\.css$/.exec(id)?.[1];
      if (styled !== undefined)
        return { code: code.replace(/^@layer mantine(?= \{)/, layerOf(styled)), map: null };
      // A component's class names; its sheet has the same name.
      const component = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/.exec(id)?.[1];
      return component === undefined ? undefined : { code: `${sheet(component)}\n${code}`, map: null };
    },
  };
}
