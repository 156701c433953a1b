/**
 * Files that say `@vitest-environment node` have no page: to make one, and to load what stands on it, takes ten times as
 * long as they do.
 */
if (typeof document !== "undefined") {
  const { preparePage } = await import("./page");
  preparePage();
}

export {};
