/**
 * What index.html needs from the build: the outline that is painted first, the early script (hashed, external: the content
 * security policy allows no inline script) with the list of files that it asks for, the text font, and the browser's own
 * colour for each theme.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { HtmlTagDescriptor, Plugin } from "vite";

import { surfaces } from "../src/app/theme.ts";
import { firstFiles } from "./first-files.ts";
import { firstOutline, firstStyles } from "./first-paint.ts";

const EARLY = "/src/app/early.js";
const SHEETS = /<link rel="stylesheet"[^>]*>/g;

export function documentHead(): Plugin {
  let building = false;
  return {
    name: "document-head",
    configResolved(config) {
      building = config.command === "build";
    },
    buildStart() {
      if (!building) return;
      const source = readFileSync(fileURLToPath(new URL(`..${EARLY}`, import.meta.url)), "utf8");
      this.emitFile({ type: "asset", name: "early.js", source });
    },
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const early = bundle
          ? Object.keys(bundle).find((name) => /early-[^/]+\.js$/.test(name))
          : EARLY.slice(1);
        if (early === undefined) throw new Error("The early script is missing from the build.");
        const tags: HtmlTagDescriptor[] = [
          { tag: "style", children: firstStyles(), injectTo: "head-prepend" },
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
        if (bundle) {
          // Data, which no policy stops; the early script reads it.
          tags.unshift({
            tag: "script",
            attrs: { type: "application/json", id: "first-files" },
            children: JSON.stringify(firstFiles(bundle)),
            injectTo: "head-prepend",
          });
        }
        const font = Object.keys(bundle ?? {}).find((name) =>
          /inter-latin-wght-normal-[^/]+\.woff2$/.test(name),
        );
        if (font !== undefined) {
          tags.push({
            tag: "link",
            attrs: {
              rel: "preload",
              href: `/${font}`,
              as: "font",
              type: "font/woff2",
              crossorigin: true,
              // Words are shown in another type until it is there; scripts are what the page waits for.
              fetchpriority: "low",
            },
            injectTo: "head",
          });
        }
        // Behind the outline, which has its own styles: it is painted while these are on their way.
        const sheets = html.match(SHEETS) ?? [];
        const body = ["<body>", firstOutline(), ...sheets].join("\n    ");
        return { html: html.replace(SHEETS, "").replace("<body>", body), tags };
      },
    },
  };
}
