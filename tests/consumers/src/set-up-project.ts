import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type PackedPackage, packPackages } from "./pack-packages.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of a fresh project in which all tarballs are installed. */
    project: string;
    packages: readonly PackedPackage[];
  }
}

/** What a user of the libraries installs beside them. */
const PEERS = { "@tensorflow/tfjs-core": "4.22.0", "@tensorflow/tfjs-layers": "4.22.0" };

/** Packs the packages, installs the tarballs with npm into a new project, and takes it away at the end. */
export function setup(test: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "dark-knowledge-consumer-"));
  const tearDown = () => rmSync(folder, { recursive: true, force: true });
  try {
    mkdirSync(join(folder, "tarballs"));
    const packages = packPackages(join(folder, "tarballs"));
    // npm finds the range of an internal dependency satisfied by the tarball beside it, so it never asks the registry.
    const tarballs = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "consumer", private: true, type: "module", dependencies: { ...tarballs, ...PEERS } }),
    );
    install(folder);
    test.provide("project", folder);
    test.provide("packages", packages);
  } catch (error) {
    tearDown();
    throw error;
  }
  return tearDown;
}

function install(folder: string): void {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  // pnpm hands its own settings down as npm_config_…; a user's npm does not have them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm|pnpm)_/i.test(name) || /registry|proxy|cafile|cache/i.test(name),
    ),
  );
  execFileSync(npm, ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
}
