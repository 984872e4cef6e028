import { exec, execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { readReadmes } from "./readmes.ts";

/** A package as npm installed it: its manifest, and every file of its tarball. */
export interface InstalledPackage {
  readonly name: string;
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a project in which npm has installed all tarballs by the line that `npm run pack` prints. */
    project: string;
    /** The folder of a project in which pnpm, which is strict, has installed what all READMEs tell to install. */
    strictProject: string;
    packages: readonly InstalledPackage[];
  }
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Packs the packages, installs the tarballs into new projects with npm and with pnpm, and takes all away at the end. */
export async function setup(test: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "dark-knowledge-consumer-"));
  const tearDown = () => rmSync(folder, { recursive: true, force: true });
  try {
    const [tarballs, project, strictProject] = ["tarballs", "project", "strict-project"].map((name) => {
      mkdirSync(join(folder, name));
      return join(folder, name);
    }) as [string, string, string];
    const { stdout } = await promisify(execFile)(process.execPath, ["scripts/pack.mjs", "--to", tarballs], {
      cwd: ROOT,
    });
    const [npmLine, pnpmLine] = stdout.split("\n") as [string, string];
    const words = new Set(readReadmes().flatMap((readme) => readme.words));
    await Promise.all([
      runLine(npmLine, project),
      runLine(pnpmLine.replace(/(?<=pnpm add ).*/, [...words].join(" ")), strictProject),
    ]);
    test.provide("project", project);
    test.provide("strictProject", strictProject);
    test.provide("packages", installedPackages(join(project, "node_modules")));
  } catch (error) {
    tearDown();
    throw error;
  }
  return tearDown;
}

/** Runs a line of a README in a folder as a user's shell does. */
export async function runLine(line: string, folder: string): Promise<void> {
  // pnpm hands its own settings down as npm_config_…; a user's shell does not have them.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm|pnpm)_/i.test(name) || /registry|proxy|cafile|cache/i.test(name),
  );
  const settings = { prefer_offline: "true", audit: "false", fund: "false", loglevel: "error" };
  const wanted = Object.entries(settings).map(([name, value]) => [`npm_config_${name}`, value]);
  await promisify(exec)(line, { cwd: folder, env: Object.fromEntries([...own, ...wanted]) });
}

function installedPackages(modules: string): InstalledPackage[] {
  const scoped = readdirSync(join(modules, "@dark-knowledge")).map((name) => `@dark-knowledge/${name}`);
  return ["dark-knowledge", ...scoped].map((name) => {
    const path = join(modules, name);
    const { exports, bin = {} } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
    const files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
    return { name, files, exports, bin };
  });
}
