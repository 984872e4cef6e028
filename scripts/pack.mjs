// Packs every public package, which must have been built, and prints the line that installs them with npm, and that with pnpm:
// `npm run pack` (or `--to FOLDER`). pnpm would ask the registry for what a tarball needs, so it is told where that is.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { to: { type: "string", default: join(root, "tarballs") } } });
const folder = resolve(values.to);
const manifest = (path) => JSON.parse(readFileSync(join(root, path, "package.json"), "utf8"));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const names = readdirSync(join(root, "packages"))
  .map((name) => manifest(join("packages", name)))
  .filter(({ private: isPrivate }) => isPrivate !== true)
  .map(({ name }) => name);
const packed = JSON.parse(
  pnpm(["--recursive", ...names.flatMap((name) => ["--filter", name]), "pack", "--json", "--pack-destination", folder]),
);
const overrides = packed.map(({ name, filename }) => `  "${name}": "file:${filename}"\n`).sort();
writeFileSync(join(folder, "pnpm-workspace.yaml"), `overrides:\n${overrides.join("")}`);

const { peerDependencies } = manifest("packages/dark-knowledge");
const wanted = [...Object.keys(peerDependencies), "@tensorflow/tfjs-backend-wasm"].join(" ");
console.log(`npm install ${folder}/*.tgz ${wanted}`);
console.log(`cp ${folder}/pnpm-workspace.yaml . && pnpm add dark-knowledge ${wanted}`);

/** Runs the pnpm that runs us, or the one on the path. */
function pnpm(words) {
  // biome-ignore lint/suspicious/noUndeclaredEnvVars: no cached task runs this script
  const own = process.env.npm_execpath ?? "";
  const [command, first] = /pnpm[^/\\]*$/.test(own) ? [process.execPath, [own]] : ["pnpm", []];
  return execFileSync(command, [...first, ...words], { cwd: root, encoding: "utf8" });
}
