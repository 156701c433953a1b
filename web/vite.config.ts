/** Build, development server and tests of the web client. */
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { breakpointQueries } from "./scripts/breakpoint-queries.ts";
import { documentHead } from "./scripts/document-head.ts";

const server = process.env.CONVOSPHERE_DEV_SERVER ?? "http://127.0.0.1:8080";
const proxy = {
  "/api": { target: server, ws: true },
  "/v1": { target: server },
  "/health": { target: server },
};

export default defineConfig({
  plugins: [react(), documentHead()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
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
      include: ["src/**/*.{ts,tsx}"],
      exclude: ["src/**/*.test.{ts,tsx}", "src/main.tsx", "src/api/schema.gen.ts", "src/**/*.d.ts"],
      reporter: ["text-summary", "json-summary"],
    },
  },
});
