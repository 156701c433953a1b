/** Build, development server and tests of the web client. */
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { breakpointQueries } from "./scripts/breakpoint-queries.ts";
import { documentHead } from "./scripts/document-head.ts";
import { firstChunks } from "./scripts/first-chunks.ts";
import { mantineStyles } from "./scripts/mantine-styles.ts";
import { mantineUnused } from "./scripts/mantine-unused.ts";
import { pwa } from "./scripts/pwa.ts";
import { testsAlone } from "./scripts/tests-alone.ts";

const source = fileURLToPath(new URL("src", import.meta.url));
const server = process.env.CONVOSPHERE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": { target: server, ws: true },
  "/v1": { target: server },
  "/health": { target: server },
};

const VENDOR =
  /node_modules\/(?:react|react-dom|scheduler|@tanstack|zustand|openapi-fetch|use-sync-external-store)\//;
const COMPONENTS =
  /node_modules\/(?:@mantine|@floating-ui|@tabler|react-remove-scroll|react-textarea-autosize|clsx|tabbable)/;
/** What floats (menus, tooltips) comes with the shell. The pages before sign-in have nothing of the kind. */
const FLOATING =
  /@floating-ui|\/tabbable\/|@mantine\/(?:core\/.*\/(?:Floating|Menu|Popover|Tooltip|HoverCard)\/|hooks\/.*\/use-focus-trap)/;
/** Fields, and what keeps their values, come with the pages before sign-in. The chat has none but its own. */
const FIELDS =
  /@mantine\/form|klona|fast-deep-equal|@mantine\/core\/.*\/(?:Input|InputBase|TextInput|PasswordInput)\//;
/** Components that only forms and lists of settings need; the chat must not wait for them. */
const SETTINGS =
  /@mantine\/core\/.*\/(?:Combobox\w*|Select|Textarea|FloatingIndicator|SegmentedControl|InlineInput|InputsGroup\w*|Badge|Checkbox|Radio|Switch|NumberInput)\//;
/** Files that come with every page. */
const NAMED = /\/(?:rolldown-runtime|vendor|components|first)-[^/]+$/;
/** Nobody begins with a dialog or a drawer. */
const DIALOGS =
  /@mantine\/core\/.*\/(?:Modal|ModalBase|Drawer|ScrollArea|Overlay)\/|node_modules\/(?:react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref)/;

const TESTS = ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"];
const alone = testsAlone(fileURLToPath(new URL(".", import.meta.url)));

const first = firstChunks(source);

export default defineConfig({
  plugins: [react(), documentHead(), mantineStyles(), mantineUnused(), first.plugin, pwa()],
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${source}/` },
      { find: /^react-i18next$/, replacement: `${source}/shared/i18n/use-translation.ts` },
      {
        find: /^(?:mdast-util-to-markdown|markdown-table|@ungap\/structured-clone)$/,
        replacement: `${source}/shared/markdown/reading-only.ts`,
      },
    ],
  },
  css: { postcss: { plugins: [breakpointQueries()] }, modules: { localsConvention: "camelCaseOnly" } },
  server: { port: 5173, proxy },
  preview: { port: 4173, proxy },
  build: {
    outDir: "../src/convosphere/entry/web_client",
    emptyOutDir: true,
    assetsDir: "assets",
    // The content security policy forbids data: fonts and scripts; every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // What index.html names is there; to ask for it once more with each lazy part costs the page time.
      resolveDependencies: (_file, files, { hostType }) =>
        hostType === "js" ? files.filter((file) => !NAMED.test(file)) : files,
    },
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Left alone the bundler makes a file of each module that two pages share: eighty requests for a first visit.
        codeSplitting: {
          groups: [
            {
              name: "vendor",
              test: (id) => VENDOR.test(id) && first.isNeeded(id),
              priority: 5,
            },
            // Each group takes along what its modules import: what all stand on comes first.
            {
              name: "components",
              test: (id) =>
                COMPONENTS.test(id) &&
                first.isNeeded(id) &&
                ![SETTINGS, DIALOGS, FLOATING, FIELDS].some((own) => own.test(id)),
              minShareCount: 2,
              priority: 4,
            },
            { name: "dialogs", test: DIALOGS, minShareCount: 2, priority: 1 },
            {
              name: "fields",
              test: (id) => FIELDS.test(id) || (COMPONENTS.test(id) && first.isSearched(id)),
              minShareCount: 2,
              priority: 3,
            },
            {
              name: "forms",
              test: (id) =>
                SETTINGS.test(id) ||
                ((COMPONENTS.test(id) || VENDOR.test(id)) && !first.isNeeded(id) && !DIALOGS.test(id)),
              minShareCount: 2,
              priority: 1,
            },
            { name: "first", test: first.isFirst, priority: 3 },
            { name: "entry", test: first.isEntry, priority: 2 },
            { name: "shell", test: first.isShell, priority: 2 },
            { name: "answers", test: /src\/shared\/markdown\/(?!math|highlight)/, priority: 0 },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./test/setup.ts"],
    // What pages stand on takes seconds to load, more than most files' tests: they share it. Each has a page of its own.
    projects: [
      { extends: true, test: { name: "sharing", isolate: false, include: TESTS, exclude: alone } },
      { extends: true, test: { name: "alone", include: alone } },
    ],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 15_000,
    // Each core a worker: by itself it would leave one of two idle.
    maxWorkers: "100%",
    css: { modules: { classNameStrategy: "non-scoped" } },
    coverage: {
      provider: "v8",
      reportOnFailure: true,
      include: ["src/**/*.{ts,tsx}"],
      exclude: ["src/**/*.test.{ts,tsx}", "src/main.tsx", "src/api/schema.gen.ts", "src/**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
