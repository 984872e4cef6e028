import { describe, expect, it } from "vitest";
import { brokenWorkspace, type Damage } from "../src/broken-workspace.ts";
import { declaredImports, relativeImports } from "../src/declared-imports.ts";
import { dependencyArrows, metaIsComplete } from "../src/dependency-arrows.ts";
import { exampleWorkspace } from "../src/example-workspace.ts";
import { importCircles } from "../src/import-circles.ts";
import { manifestShape } from "../src/manifest-shape.ts";
import { namedStreams } from "../src/named-streams.ts";
import { fileLength, functionLength, indexOnlyReexports, mirroredTests, packageFiles } from "../src/package-files.ts";
import { nodeOnlyBehindSubpath, noHiddenInputs } from "../src/portable-sources.ts";
import { readWorkspace, type Workspace } from "../src/read-workspace.ts";

const workspace = readWorkspace();
const example = exampleWorkspace();

type Rule = (workspace: Workspace) => string[];

/** States the rule for this repository, and shows on damaged copies of a small workspace that it can fail. */
function rule(
  name: string,
  check: Rule,
  cases: Record<string, [folder: string, damage: Damage, problem: string]>,
): void {
  describe(name, () => {
    it("holds here", () => {
      expect(check(workspace)).toEqual([]);
    });
    it("holds in the example", () => {
      expect(check(example)).toEqual([]);
    });
    it.each(Object.entries(cases))("finds %s", (_, [folder, damage, problem]) => {
      expect(check(brokenWorkspace(example, folder, damage))).toContain(problem);
    });
  });
}

const source = (text: string): Damage => ({ files: { "src/thing.ts": text } });
const dependencies = (names: Record<string, string>): Damage => ({ manifest: { dependencies: names } });

rule("core ← libraries ← training ← cli", dependencyArrows, {
  "a manifest that names a sibling": [
    "losses",
    dependencies({ "@dark-knowledge/datasets": "workspace:^" }),
    "@dark-knowledge/losses: package.json dependencies names @dark-knowledge/datasets, which is not below it",
  ],
  "an import of a sibling": [
    "losses",
    source('import type { Dataset } from "@dark-knowledge/datasets";'),
    "@dark-knowledge/losses: src/thing.ts names @dark-knowledge/datasets, which is not below it",
  ],
  "a dynamic import of a sibling's subpath": [
    "losses",
    source('export const load = () => import("@dark-knowledge/datasets/node");'),
    "@dark-knowledge/losses: src/thing.ts names @dark-knowledge/datasets, which is not below it",
  ],
  "an import upwards": [
    "core",
    source('export { thing } from "@dark-knowledge/training";'),
    "@dark-knowledge/core: src/thing.ts names @dark-knowledge/training, which is not below it",
  ],
  "the meta-package in the command line": [
    "cli",
    source('import "dark-knowledge";'),
    "@dark-knowledge/cli: src/thing.ts names dark-knowledge, which is not below it",
  ],
  "the command line in the meta-package": [
    "dark-knowledge",
    dependencies({ "@dark-knowledge/cli": "workspace:^" }),
    "dark-knowledge: package.json dependencies names @dark-knowledge/cli, which is not below it",
  ],
  "a peer of a sibling": [
    "losses",
    { manifest: { peerDependencies: { "@dark-knowledge/datasets": "^1.0.0" } } },
    "@dark-knowledge/losses: package.json peerDependencies names @dark-knowledge/datasets, which is not below it",
  ],
  "the private package in a source": [
    "losses",
    source('import "@dark-knowledge/testing";'),
    "@dark-knowledge/losses: src/thing.ts names the private @dark-knowledge/testing",
  ],
  "a package that does not exist": [
    "losses",
    source('import "@dark-knowledge/utils";'),
    "@dark-knowledge/losses: src/thing.ts names @dark-knowledge/utils, which is no package here",
  ],
  "a package that imports itself": [
    "losses",
    source('import "@dark-knowledge/losses";'),
    "@dark-knowledge/losses: src/thing.ts names the package itself; use a relative path",
  ],
});

rule("the meta-package has every library", metaIsComplete, {
  "a library that is missing": [
    "dark-knowledge",
    dependencies({ "@dark-knowledge/core": "workspace:^" }),
    "dark-knowledge: @dark-knowledge/losses is missing from its dependencies",
  ],
});

rule("manifests have one shape", manifestShape, {
  "another name": [
    "losses",
    { manifest: { name: "@dark-knowledge/loss" } },
    "packages/losses/package.json: name must be @dark-knowledge/losses",
  ],
  "no description": [
    "losses",
    { manifest: { description: undefined } },
    "packages/losses/package.json: description must be a sentence",
  ],
  "another version": [
    "losses",
    { manifest: { version: "0.1.0" } },
    "the packages have different versions: 0.0.0, 0.1.0",
  ],
  "another licence": [
    "losses",
    { manifest: { license: "ISC" } },
    'packages/losses/package.json: license must be "MIT"',
  ],
  CommonJS: ["losses", { manifest: { type: undefined } }, 'packages/losses/package.json: type must be "module"'],
  "side effects": [
    "losses",
    { manifest: { sideEffects: true } },
    "packages/losses/package.json: sideEffects must be false",
  ],
  "another Node": [
    "losses",
    { manifest: { engines: { node: ">=18" } } },
    'packages/losses/package.json: engines must be {"node":">=20.19"}',
  ],
  "sources left out of the tarball": [
    "losses",
    { manifest: { files: ["dist"] } },
    'packages/losses/package.json: files must be ["dist","src","!**/.tsbuildinfo"]',
  ],
  "no public access": [
    "losses",
    { manifest: { publishConfig: undefined } },
    'packages/losses/package.json: publishConfig must be {"access":"public"}',
  ],
  "a top-level main": [
    "losses",
    { manifest: { main: "dist/index.js" } },
    "packages/losses/package.json: main must not be there",
  ],
  "an install script": [
    "losses",
    { manifest: { scripts: { postinstall: "node build.js" } } },
    "packages/losses/package.json: has the install script postinstall",
  ],
  "other scripts": [
    "losses",
    { manifest: { scripts: { build: "tsc" } } },
    'packages/losses/package.json: scripts must be {"build":"tsc --build","test":"vitest run",' +
      '"check:pkg":"publint --strict && attw --pack . --profile esm-only"}',
  ],
  "a bench script without a bench": [
    "losses",
    { manifest: { scripts: { bench: "vitest bench --run" } } },
    "packages/losses/package.json: scripts.bench is there, but no bench/*.bench.ts",
  ],
  "a bench without a script": [
    "losses",
    { files: { "bench/thing.bench.ts": "" } },
    'packages/losses/package.json: scripts.bench must be "vitest bench --run"',
  ],
  "types after default": [
    "losses",
    {
      manifest: {
        exports: {
          ".": { "@dark-knowledge/source": "./src/index.ts", default: "./dist/index.js", types: "./dist/index.d.ts" },
          "./package.json": "./package.json",
        },
      },
    },
    'packages/losses/package.json: exports must be {".":{"@dark-knowledge/source":"./src/index.ts",' +
      '"types":"./dist/index.d.ts","default":"./dist/index.js"},"./package.json":"./package.json"}',
  ],
  "an entry without a source": [
    "losses",
    { files: { "src/index.ts": undefined } },
    "packages/losses/package.json: exports names src/index.ts, which does not exist",
  ],
  "Node code without its entry": [
    "losses",
    { files: { "src/node/read.ts": "" } },
    'packages/losses/package.json: the folder src/node and the entry "./node" go together',
  ],
  "a binary without a source": [
    "dark-knowledge",
    { files: { "src/bin.ts": undefined } },
    "packages/dark-knowledge/package.json: bin has no source",
  ],
  "a binary that is there only when it is built": [
    "dark-knowledge",
    { files: { "bin/dark-knowledge.js": undefined } },
    "packages/dark-knowledge/package.json: bin has no source",
  ],
  "a command line without a binary": [
    "cli",
    { manifest: { bin: undefined } },
    'packages/cli/package.json: bin must be {"dark-knowledge":"bin/dark-knowledge.js"}',
  ],
  "a binary of another name": [
    "cli",
    { manifest: { bin: { dk: "dist/bin.js" } } },
    'packages/cli/package.json: bin must be {"dark-knowledge":"bin/dark-knowledge.js"}',
  ],
  "a binary in a library": [
    "losses",
    { manifest: { bin: { losses: "dist/index.js" } } },
    "packages/losses/package.json: bin belongs to the command line",
  ],
  "an internal dependency with a range of its own": [
    "losses",
    dependencies({ "@dark-knowledge/core": "^0.1.0" }),
    "packages/losses/package.json: dependencies.@dark-knowledge/core must have a caret (workspace:^ inside the " +
      "workspace), has ^0.1.0",
  ],
  "an exact dependency": [
    "losses",
    dependencies({ zod: "4.1.0" }),
    "packages/losses/package.json: dependencies.zod must have a caret (workspace:^ inside the workspace), has 4.1.0",
  ],
  "tfjs as a dependency": [
    "losses",
    dependencies({ "@tensorflow/tfjs-core": "^4.22.0" }),
    "packages/losses/package.json: @tensorflow/tfjs-core must be a peer, so that an application has one copy of it",
  ],
  "an exact peer": [
    "losses",
    { manifest: { peerDependencies: { "@tensorflow/tfjs-core": "4.22.0" } } },
    "packages/losses/package.json: peerDependencies.@tensorflow/tfjs-core: only tfjs and what is optional are peers, with a caret",
  ],
  "an internal peer": [
    "losses",
    { manifest: { peerDependencies: { "@dark-knowledge/core": "^0.1.0" } } },
    "packages/losses/package.json: peerDependencies.@dark-knowledge/core: only tfjs and what is optional are peers, with a caret",
  ],
  "a peer that the tests do not get": [
    "losses",
    { manifest: { devDependencies: {} } },
    'packages/losses/package.json: @tensorflow/tfjs-core is a peer and must be in devDependencies as "catalog:"',
  ],
});

rule("packages have the files that belong to them", packageFiles, {
  "no licence": ["losses", { files: { LICENSE: undefined } }, "packages/losses: LICENSE must be the workspace's"],
  "a README with another title": [
    "losses",
    { files: { "README.md": "# Losses\n" } },
    'packages/losses: README.md must begin with "# @dark-knowledge/losses"',
  ],
  "a README that goes on and on": [
    "losses",
    { files: { "README.md": `# @dark-knowledge/losses\n${"\n".repeat(120)}` } },
    "packages/losses: README.md has more than 120 lines",
  ],
  "compiler options of its own": [
    "losses",
    { files: { "tsconfig.json": '{ "compilerOptions": { "strict": false } }' } },
    "packages/losses: tsconfig.json sets strict; options belong in tsconfig.base.json",
  ],
  "a tsconfig without the base": [
    "losses",
    { files: { "tsconfig.json": "{}" } },
    "packages/losses: tsconfig.json must extend ../../tsconfig.base.json",
  ],
  "a missing reference": [
    "losses",
    { files: { "tsconfig.json": '{ "extends": "../../tsconfig.base.json" }' } },
    "packages/losses: tsconfig.json must have references to ../core",
  ],
  "a vitest configuration under another name": [
    "losses",
    { files: { "vitest.config.ts": "" } },
    'packages/losses: vitest.config.ts must be packageConfig("losses")',
  ],
});

rule("what is imported is declared", declaredImports, {
  "an undeclared import": [
    "losses",
    source('import { z } from "zod";'),
    "@dark-knowledge/losses: src/thing.ts imports zod, which package.json does not declare",
  ],
  "an undeclared subpath of a scoped package": [
    "losses",
    source('import "@tensorflow/tfjs-layers/dist/x.js";'),
    "@dark-knowledge/losses: src/thing.ts imports @tensorflow/tfjs-layers, which package.json does not declare",
  ],
  "a source that imports what only tests have": [
    "datasets",
    { manifest: { devDependencies: { "fast-check": "catalog:" } }, ...source('import "fast-check";') },
    "@dark-knowledge/datasets: src/thing.ts imports fast-check, which package.json does not declare",
  ],
  "an undeclared import of its own": [
    "losses",
    source('import "#webgpu";'),
    "@dark-knowledge/losses: src/thing.ts imports #webgpu, which package.json does not declare",
  ],
  "an undeclared type": [
    "losses",
    source('export type Schema = import("zod").Schema;'),
    "@dark-knowledge/losses: src/thing.ts imports zod, which package.json does not declare",
  ],
  "an undeclared import in a test": [
    "losses",
    { files: { "test/thing.test.ts": 'import fc from "fast-check";' } },
    "@dark-knowledge/losses: test/thing.test.ts imports fast-check, which package.json does not declare",
  ],
});

rule("relative imports stay inside src", relativeImports, {
  "another package's sources": [
    "losses",
    source('import "../../core/src/index.ts";'),
    "@dark-knowledge/losses: src/thing.ts imports ../../core/src/index.ts, which is no file under src",
  ],
  "the tests": [
    "losses",
    source('import "../test/thing.test.ts";'),
    "@dark-knowledge/losses: src/thing.ts imports ../test/thing.test.ts, which is no file under src",
  ],
  "an import without its ending": [
    "losses",
    source('export * from "./index";'),
    "@dark-knowledge/losses: src/thing.ts imports ./index, which is no file under src",
  ],
});

rule("only src/node uses Node", nodeOnlyBehindSubpath, {
  "a Node module": [
    "losses",
    source('import { join } from "node:path";'),
    "@dark-knowledge/losses: src/thing.ts uses node:path",
  ],
  "a Node module without its prefix": [
    "losses",
    source('import { join } from "path";'),
    "@dark-knowledge/losses: src/thing.ts uses path",
  ],
  "the environment": [
    "losses",
    source("export const debug = process.env.DEBUG;"),
    "@dark-knowledge/losses: src/thing.ts uses process",
  ],
  "the environment by globalThis": [
    "losses",
    source("export const debug = globalThis.process.env.DEBUG;"),
    "@dark-knowledge/losses: src/thing.ts uses process",
  ],
  "a Buffer": [
    "losses",
    source('export const bytes = Buffer.from("x");'),
    "@dark-knowledge/losses: src/thing.ts uses Buffer",
  ],
  "a folder name": [
    "losses",
    source("export const here = __dirname;"),
    "@dark-knowledge/losses: src/thing.ts uses __dirname",
  ],
  "its own Node part": [
    "datasets",
    source('export { read } from "./node/read.ts";'),
    "@dark-knowledge/datasets: src/thing.ts uses ./node/read.ts",
  ],
});

rule("libraries have no hidden inputs and do not print", noHiddenInputs, {
  "the clock": [
    "losses",
    source("export const now = () => Date.now();"),
    "@dark-knowledge/losses: src/thing.ts uses Date.now",
  ],
  "a new date": [
    "losses",
    source("export const now = () => new Date();"),
    "@dark-knowledge/losses: src/thing.ts uses new Date()",
  ],
  "the fine clock": [
    "losses",
    source("export const now = () => performance.now();"),
    "@dark-knowledge/losses: src/thing.ts uses performance",
  ],
  chance: [
    "losses",
    source("export const draw = () => Math.random();"),
    "@dark-knowledge/losses: src/thing.ts uses Math.random",
  ],
  "chance as a default": [
    "losses",
    source("export const draw = (random = Math.random) => random();"),
    "@dark-knowledge/losses: src/thing.ts uses Math.random",
  ],
  printing: [
    "losses",
    source('export const say = () => console.warn("x");'),
    "@dark-knowledge/losses: src/thing.ts uses console",
  ],
});

rule("every source has its test", mirroredTests, {
  "a source without a test": [
    "losses",
    { files: { "src/deep/other.ts": "export const other = 2;" } },
    "packages/losses: test/deep/other.test.ts is missing",
  ],
});

rule("sources are short", fileLength, {
  "a long one": ["losses", source("\n".repeat(301)), "packages/losses/src/thing.ts has 301 lines, more than 300"],
});

rule("functions are short", functionLength, {
  "a long one": [
    "losses",
    source(`export const thing = () => {${"\n".repeat(81)}};`),
    "packages/losses/src/thing.ts has a function of 82 lines, more than 80",
  ],
});

rule("no sources import each other in a circle", importCircles, {
  "two that do": [
    "losses",
    {
      files: {
        "src/one.ts": 'import type { Other } from "./other.ts";',
        "src/other.ts": 'export { one } from "./one.ts";',
      },
    },
    "packages/losses: src/one.ts → src/other.ts → src/one.ts",
  ],
});

rule("an index only re-exports", indexOnlyReexports, {
  code: [
    "losses",
    { files: { "src/index.ts": "export const thing = 1;" } },
    "packages/losses/src/index.ts must hold re-exports by name and nothing else",
  ],
  "a re-export of everything": [
    "losses",
    { files: { "src/index.ts": 'export * from "./thing.ts";' } },
    "packages/losses/src/index.ts must hold re-exports by name and nothing else",
  ],
  "an empty index": [
    "losses",
    { files: { "src/index.ts": "export {};" } },
    "packages/losses/src/index.ts must hold re-exports by name and nothing else",
  ],
});

describe("what the rules allow", () => {
  it.each<[string, Rule, string, Damage]>([
    ["a date that is given", noHiddenInputs, "losses", source("export const epoch = new Date(0);")],
    [
      "a global that is looked for",
      nodeOnlyBehindSubpath,
      "losses",
      source('export const a = typeof Buffer === "function" && Buffer;'),
    ],
    ["a type named like a global", noHiddenInputs, "losses", source("export type Clock = Date;")],
    [
      "a property named like a global",
      nodeOnlyBehindSubpath,
      "losses",
      source("export const f = (x: A) => x.process;"),
    ],
    [
      "a parameter named like a global",
      nodeOnlyBehindSubpath,
      "losses",
      source("export const f = (process: A) => process;"),
    ],
    ["the clock in the command line", noHiddenInputs, "cli", source("export const now = Date.now();")],
    ["a source with types only", mirroredTests, "losses", { files: { "src/types.ts": "export interface A {}" } }],
    [
      "internal sources without tests",
      mirroredTests,
      "losses",
      { files: { "src/internal/a.ts": "export const a = 1;" } },
    ],
    ["the workspace's tools in tests", declaredImports, "losses", { files: { "test/a.test.ts": 'import "vitest";' } }],
  ])("%s", (_, check, folder, damage) => {
    expect(check(brokenWorkspace(example, folder, damage))).toEqual([]);
  });
});

rule("every stream of random numbers has a purpose of its own", namedStreams, {
  "a derivation without a name": [
    "losses",
    source("export const seed = (epoch: number, purpose: string) => deriveSeed(1, purpose, epoch);"),
    "@dark-knowledge/losses: src/thing.ts derives a seed for no purpose",
  ],
  "one name for two streams": [
    "losses",
    source('export const seeds = () => [deriveSeed(1, "order", 1), deriveSeed(1, "order", 2)];'),
    '@dark-knowledge/losses: src/thing.ts derives a seed for "order", as @dark-knowledge/losses: src/thing.ts does',
  ],
  "a seed that is used as it came": [
    "losses",
    source("export const draw = (seed: number) => createRandom(seed).uniform();"),
    "@dark-knowledge/losses: src/thing.ts draws from a seed that was not derived",
  ],
});
