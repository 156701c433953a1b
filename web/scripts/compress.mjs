/**
 * Writes a .br and a .gz beside every text file of the build, so that the server never compresses on the fly,
 * and prints what a first visit has to download.
 */
import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXT = /\.(?:m?js|css|html|svg|json|webmanifest|txt|map)$/;
const SMALLEST = 512;

const root = fileURLToPath(new URL("../../src/convosphere/entry/web_client", import.meta.url));
const sizes = new Map();

async function compress(file) {
  const content = await readFile(file);
  if (content.length < SMALLEST) return;
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${file}.br`, br), writeFile(`${file}.gz`, gz)]);
  sizes.set(path.relative(root, file), { raw: content.length, br: br.length, gz: gz.length });
}

const entries = await readdir(root, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile() && TEXT.test(entry.name));
await Promise.all(files.map((entry) => compress(path.join(entry.parentPath ?? entry.path, entry.name))));

const html = await readFile(path.join(root, "index.html"), "utf8");
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
for (const [kind, pattern] of [
  ["scripts", /(?:src|href)="\/(assets\/[^"]+\.js)"/g],
  ["styles", /href="\/(assets\/[^"]+\.css)"/g],
]) {
  const total = { raw: 0, br: 0, gz: 0 };
  for (const [, name] of html.matchAll(pattern)) {
    const size = sizes.get(name);
    for (const key of Object.keys(total)) total[key] += size?.[key] ?? 0;
  }
  console.log(
    `index.html ${kind}: ${kilobytes(total.raw)}, gzip ${kilobytes(total.gz)}, brotli ${kilobytes(total.br)}`,
  );
}
