/** Build, development server and tests of the web client. */
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { breakpointQueries } from "./scripts/breakpoint-queries.ts";
import { documentHead } from "./scripts/document-head.ts";
import { mantineStyles } from "./scripts/mantine-styles.ts";
import { pwa } from "./scripts/pwa.ts";

const source = fileURLToPath(new URL("src", import.meta.url));
const server = process.env.CONVOSPHERE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": { target: server, ws: true },
  "/v1": { target: server },
  "/health": { target: server },
};

const COMPONENTS =
  /node_modules\/(?:@mantine|@floating-ui|@tabler|react-remove-scroll|react-textarea-autosize|clsx|tabbable)/;
/** Components that only forms and lists of settings need; the chat must not wait for them. */
const SETTINGS =
  /@mantine\/core\/.*\/(?:Combobox\w*|Select|Textarea|FloatingIndicator|SegmentedControl|InlineInput|InputsGroup\w*|Badge|Checkbox|Radio|Switch|NumberInput)\//;
/** Nobody begins with a dialog or a drawer. */
const DIALOGS =
  /@mantine\/core\/.*\/(?:Modal|ModalBase|Drawer|ScrollArea|Overlay|CloseButton)\/|node_modules\/(?:react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref)/;

export default defineConfig({
  plugins: [react(), documentHead(), mantineStyles(), pwa()],
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${source}/` },
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
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Left alone the bundler makes a file of each module that two pages share: eighty requests for a first visit.
        codeSplitting: {
          groups: [
            {
              name: "vendor",
              test: /node_modules\/(?:react|react-dom|scheduler|@tanstack|zustand|i18next|react-i18next|openapi-fetch|use-sync-external-store|void-elements|html-parse-stringify)\//,
              priority: 3,
            },
            {
              name: "components",
              test: (id) => COMPONENTS.test(id) && !SETTINGS.test(id) && !DIALOGS.test(id),
              minShareCount: 2,
              priority: 2,
            },
            { name: "dialogs", test: DIALOGS, minShareCount: 2, priority: 1 },
            { name: "forms", test: SETTINGS, minShareCount: 2, priority: 1 },
            {
              name: "shared",
              test: /src\/(?:api|shared\/(?:ui|lib|session)|features\/[a-z]+\/api\.ts|features\/chat\/panes\/(?:kept|layout|use-layout)|app\/theme)/,
              minShareCount: 2,
              priority: 1,
            },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    testTimeout: 15_000,
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
