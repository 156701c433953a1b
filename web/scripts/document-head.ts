/**
 * What index.html needs from the build: the early theme script (hashed, external: the content security policy
 * allows no inline script), the preloaded text font, and the browser's own colour for each theme.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { HtmlTagDescriptor, Plugin } from "vite";

import { surfaces } from "../src/app/theme.ts";

const EARLY_THEME = "/src/app/early-theme.js";

export function documentHead(): Plugin {
  let reference: string | undefined;
  let building = false;
  return {
    name: "document-head",
    configResolved(config) {
      building = config.command === "build";
    },
    buildStart() {
      if (!building) return;
      const source = readFileSync(fileURLToPath(new URL(`..${EARLY_THEME}`, import.meta.url)), "utf8");
      reference = this.emitFile({ type: "asset", name: "early-theme.js", source });
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, context) {
        const early = context.bundle
          ? Object.keys(context.bundle).find((name) => /early-theme-[^/]+\.js$/.test(name))
          : EARLY_THEME.slice(1);
        if (early === undefined)
          throw new Error(`The early theme script is missing from the build (${reference}).`);
        const tags: HtmlTagDescriptor[] = [
          { tag: "script", attrs: { src: `/${early}` }, injectTo: "head-prepend" },
          ...(["light", "dark"] as const).map((scheme) => ({
            tag: "meta",
            attrs: {
              name: "theme-color",
              content: surfaces[scheme],
              media: `(prefers-color-scheme: ${scheme})`,
            },
            injectTo: "head" as const,
          })),
        ];
        const font = Object.keys(context.bundle ?? {}).find((name) =>
          /inter-latin-wght-normal-[^/]+\.woff2$/.test(name),
        );
        if (font !== undefined) {
          tags.push({
            tag: "link",
            attrs: { rel: "preload", href: `/${font}`, as: "font", type: "font/woff2", crossorigin: true },
            injectTo: "head",
          });
        }
        return tags;
      },
    },
  };
}
