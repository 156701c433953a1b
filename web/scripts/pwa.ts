/**
 * What makes the build an application that can be installed and opens without a connection: the manifest, its icons,
 * and the service worker (`src/app/pwa/worker.ts`) with the list of files that it keeps.
 */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";

import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";

import { accent, surfaces } from "../src/app/theme.ts";
import { filesOf } from "./first-files.ts";
import { drawIcon, ICONS, TOUCH_ICON } from "./icons.ts";

const WORKER = fileURLToPath(new URL("../src/app/pwa/worker.ts", import.meta.url));
/** In the worker's code; becomes the list. */
const PLACE = "__SHELL__";
/** Pages and parts that must open without a connection, with all that they import. The rest is kept once it was used. */
const ROOTS =
  /\/src\/(?:main\.tsx|app\/(?:shell|pwa|palette)\/|features\/(?:chat|prompts)\/|features\/files\/(?:draft|attach|shown)\/|shared\/)/;
const FONTS = /(?:inter|jetbrains-mono)-latin-wght-normal-[^/]+\.woff2$/;
const EARLY = /early-[^/]+\.js$/;
const ICON = /icon-[^/]+\.svg$/;

export function pwa(): Plugin {
  const references = new Map<string, string>();
  return {
    name: "pwa",
    apply: "build",
    enforce: "post",
    buildStart() {
      for (const kind of [...ICONS, TOUCH_ICON]) {
        const source = drawIcon(kind);
        references.set(kind.name, this.emitFile({ type: "asset", name: kind.name, source }));
      }
      this.emitFile({ type: "chunk", id: WORKER, fileName: "sw.js" });
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const touch = Object.keys(bundle ?? {}).find((name) => /touch-icon-180-[^/]+\.png$/.test(name));
        const tags: HtmlTagDescriptor[] = [
          { tag: "link", attrs: { rel: "manifest", href: "/manifest.webmanifest" }, injectTo: "head" },
          { tag: "meta", attrs: { name: "mobile-web-app-capable", content: "yes" }, injectTo: "head" },
          {
            tag: "meta",
            attrs: { name: "apple-mobile-web-app-title", content: "ConvoSphere" },
            injectTo: "head",
          },
        ];
        if (touch !== undefined)
          tags.push({ tag: "link", attrs: { rel: "apple-touch-icon", href: `/${touch}` }, injectTo: "head" });
        return tags;
      },
    },
    generateBundle(_options, bundle) {
      const fileOf = (name: string): string => `/${this.getFileName(references.get(name) ?? "")}`;
      this.emitFile({ type: "asset", fileName: "manifest.webmanifest", source: manifest(fileOf) });
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("The service worker is missing from the build.");
      if (worker.imports.length > 0) throw new Error(`The service worker imports ${worker.imports.join()}.`);
      const files = shellFiles(bundle);
      const version = createHash("sha256")
        .update(files.join("\n"))
        .update(pageOf(bundle))
        .digest("hex")
        .slice(0, 12);
      if (!worker.code.includes(PLACE))
        throw new Error("The service worker has no place for the list of files.");
      worker.code = worker.code.replace(PLACE, JSON.stringify({ version, files }));
    },
  };
}

function manifest(fileOf: (icon: string) => string): string {
  return JSON.stringify({
    id: "/",
    name: "ConvoSphere",
    short_name: "ConvoSphere",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: surfaces.light,
    theme_color: accent[7],
    icons: ICONS.map(({ name, size, purpose }) => ({
      src: fileOf(name),
      sizes: `${size}x${size}`,
      type: "image/png",
      purpose,
    })),
  });
}

function pageOf(bundle: Rolldown.OutputBundle): string {
  const page = bundle["index.html"];
  return page?.type === "asset" ? String(page.source) : "";
}

/** Addresses of the page and of everything that it needs to show chats. */
function shellFiles(bundle: Rolldown.OutputBundle): string[] {
  const wanted = new Set<string>();
  for (const [name, output] of Object.entries(bundle)) {
    if (output.type === "chunk") {
      const isRoot = output.isEntry || output.moduleIds.some((id) => ROOTS.test(id));
      if (name !== "sw.js" && isRoot) filesOf(bundle, name, wanted);
    } else if (FONTS.test(name) || EARLY.test(name) || ICON.test(name)) wanted.add(name);
  }
  return ["/", ...[...wanted].sort().map((name) => `/${name}`)];
}
