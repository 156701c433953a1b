/** Finds the tests that cannot share what is loaded with others. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** They put something else in a module's place, or load modules anew. */
const ALONE = /\bvi\.(?:mock|doMock|resetModules)\(/;

/** Paths, from `root`, of the test files below `root`/src that need modules of their own. */
export function testsAlone(root: string): string[] {
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => ALONE.test(readFileSync(join(root, "src", path), "utf8")))
    .map((path) => `src/${path}`);
}
