import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A packed package: its manifest as it is committed, and what its tarball holds. */
export interface PackedPackage {
  readonly name: string;
  readonly tarball: string;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Packs every public package into `folder`. They must have been built. */
export function packPackages(folder: string): PackedPackage[] {
  const manifests = readdirSync(join(ROOT, "packages"))
    .map((name) => JSON.parse(readFileSync(join(ROOT, "packages", name, "package.json"), "utf8")))
    .filter((manifest) => manifest.private !== true);
  const filters = manifests.flatMap(({ name }) => ["--filter", name]);
  const output = pnpm(["--recursive", ...filters, "pack", "--json", "--pack-destination", folder]);
  const packed = new Map<string, { filename: string; files: { path: string }[] }>(
    JSON.parse(output).map((entry: { name: string }) => [entry.name, entry]),
  );
  return manifests.map(({ name, exports, bin = {} }) => {
    const { filename, files } = packed.get(name)!;
    return { name, tarball: filename, files: files.map(({ path }) => path), exports, bin };
  });
}

/** Runs the pnpm that runs us, or the one on the path. */
function pnpm(words: readonly string[]): string {
  const own = process.env.npm_execpath ?? "";
  const [command, first] = /pnpm[^/\\]*$/.test(own) ? [process.execPath, [own]] : ["pnpm", []];
  return execFileSync(command, [...first, ...words], { cwd: ROOT, encoding: "utf8" });
}
