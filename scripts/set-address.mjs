// Writes the address of the repository everywhere: `node scripts/set-address.mjs https://host/owner/name`. It is kept in the root's
// package.json alone; from there come homepage, bugs and repository of every package, and the links in their READMEs that lead out
// of the package, which then work on a registry's page too. Without an address, what the root has is written again; with --check nothing
// is written, and it fails if anything would be.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: "boolean", default: false },
    // The workspace to write to; the tests of this script use one of their own.
    root: { type: "string", default: fileURLToPath(new URL("..", import.meta.url)) },
  },
});
const { root, check } = values;
const read = (path) => readFileSync(join(root, path), "utf8");
const manifestOf = (path) => JSON.parse(read(join(path, "package.json")));

const before = addressOf(manifestOf("."));
const address = positionals[0]?.replace(/\/$|\.git$/, "") ?? before;
if (address !== undefined && !/^https:\/\/[^/\s]+\/\S+[^/\s]$/.test(address)) {
  console.error("usage: node scripts/set-address.mjs [--check] [https://host/owner/name]");
  process.exit(2);
}
if (address === undefined) process.exit(0);

const stale = [];
write("package.json", withAddress(manifestOf("."), ""));
for (const folder of readdirSync(join(root, "packages")).map((name) => `packages/${name}`)) {
  if (!existsSync(join(root, folder, "package.json"))) continue;
  const manifest = manifestOf(folder);
  if (manifest.private === true) continue;
  write(`${folder}/package.json`, withAddress(manifest, folder));
  write(`${folder}/README.md`, withAbsoluteLinks(read(`${folder}/README.md`), folder));
}
if (stale.length > 0) {
  console.error(`not as the address says, run "node scripts/set-address.mjs": ${stale.join(", ")}`);
  process.exit(1);
}

function addressOf({ repository }) {
  return repository?.url.replace(/^git\+|\.git$/g, "");
}

/** A manifest as text, with the three fields behind the licence. */
function withAddress({ homepage: _1, bugs: _2, repository: _3, ...manifest }, folder) {
  const entries = Object.entries(manifest);
  const place = entries.findIndex(([field]) => field === "license") + 1;
  const own = {
    homepage: folder === "" ? `${address}#readme` : `${address}/tree/main/${folder}#readme`,
    bugs: `${address}/issues`,
    repository: { type: "git", url: `git+${address}.git`, ...(folder === "" ? {} : { directory: folder }) },
  };
  return Object.fromEntries([...entries.slice(0, place), ...Object.entries(own), ...entries.slice(place)]);
}

/** A README whose links out of its package begin with the address, those of an earlier address too. */
function withAbsoluteLinks(text, folder) {
  const absolute = (path) => `${address}/blob/main/${posix.join(folder, path)}`;
  const moved = before === undefined ? text : text.replaceAll(`](${before}/blob/main/`, `](${address}/blob/main/`);
  return moved.replace(/(?<=\]\()\.\.\/[^)\s]+/g, absolute);
}

/** Writes a text, or a manifest in the way that it is formatted, unless it says the same already. */
function write(path, wanted) {
  const isSame =
    typeof wanted === "string"
      ? wanted === read(path)
      : JSON.stringify(wanted) === JSON.stringify(JSON.parse(read(path)));
  if (isSame) return;
  if (check) stale.push(path);
  else writeFileSync(join(root, path), typeof wanted === "string" ? wanted : `${JSON.stringify(wanted, null, 2)}\n`);
}
