/**
 * Writes a .br and a .gz beside every text file of the build, so that the server never compresses on the fly,
 * and says what a first visit has to download; more than the budget fails the build.
 */
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { BUDGET, firstLoads } from "./first-load.mjs";

const TEXT = /\.(?:m?js|css|html|svg|json|webmanifest|txt|map)$/;
const SMALLEST = 512;

const root =
  process.argv[2] ?? fileURLToPath(new URL("../../src/convosphere/entry/web_client", import.meta.url));
const sizes = new Map();

async function compress(file) {
  const content = await readFile(file);
  const relative = path.relative(root, file);
  if (content.length < SMALLEST) {
    sizes.set(relative, { br: content.length, gz: content.length });
    return;
  }
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  sizes.set(relative, { br: br.length, gz: gz.length });
}

const entries = await readdir(root, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
await Promise.all(files.map((entry) => compress(path.join(entry.parentPath ?? entry.path, entry.name))));

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;
for (const { page, gz, br } of firstLoads(await readFile(path.join(root, "index.html"), "utf8"), sizes)) {
  console.log(`first load, ${page}: ${kilobytes(gz)} of script with gzip, ${kilobytes(br)} with brotli`);
  if (gz <= BUDGET) continue;
  console.error(`That is more than the budget of ${kilobytes(BUDGET)} (scripts/first-load.mjs).`);
  process.exitCode = 1;
}
