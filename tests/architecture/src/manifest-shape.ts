import { type Manifest, type Package, publicPackages, type Workspace } from "./read-workspace.ts";

const CLI = "@dark-knowledge/cli";
const META = "dark-knowledge";

const COMMON = {
  license: "MIT",
  type: "module",
  sideEffects: false,
  engines: { node: ">=20.19" },
  publishConfig: { access: "public" },
};
const FILES = ["dist", "src", "!**/.tsbuildinfo"];
const BIN = { "dark-knowledge": "bin/dark-knowledge.js" };
const SCRIPTS = {
  build: "tsc --build",
  test: "vitest run",
  "check:pkg": "publint --strict && attw --pack . --profile esm-only",
};
const BENCH = "vitest bench --run";
const FORBIDDEN = ["main", "module", "browser", "types", "typings", "typesVersions", "gypfile"];
const LIFECYCLE = ["preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare", "dependencies"];

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const entryPoint = (path: string) => ({
  "@dark-knowledge/source": `./src/${path}.ts`,
  types: `./dist/${path}.d.ts`,
  default: `./dist/${path}.js`,
});

/** Every published package has the same manifest but for its name, description, dependencies and entry points. */
export function manifestShape(workspace: Workspace): string[] {
  const versions = new Set(publicPackages(workspace).map(({ manifest }) => manifest.version));
  const problems = versions.size > 1 ? [`the packages have different versions: ${[...versions].join(", ")}`] : [];
  return problems.concat(
    publicPackages(workspace).flatMap((one) =>
      [
        ...nameProblems(one),
        ...commonProblems(one.manifest),
        ...scriptProblems(one),
        ...entryProblems(one),
        ...dependencyProblems(one.manifest),
      ].map((problem) => `packages/${one.folder}/package.json: ${problem}`),
    ),
  );
}

function nameProblems({ folder, manifest }: Package): string[] {
  const name = folder === "dark-knowledge" ? folder : `@dark-knowledge/${folder}`;
  return [
    ...(manifest.name === name ? [] : [`name must be ${name}`]),
    ...(/^[A-Z].*\.$/.test(manifest.description ?? "") ? [] : ["description must be a sentence"]),
  ];
}

function commonProblems(manifest: Manifest): string[] {
  const files = hasCommand(manifest) ? ["bin", ...FILES] : FILES;
  return [
    ...Object.entries({ ...COMMON, files })
      .filter(([field, value]) => !same(manifest[field], value))
      .map(([field, value]) => `${field} must be ${JSON.stringify(value)}`),
    ...FORBIDDEN.filter((field) => field in manifest).map((field) => `${field} must not be there`),
  ];
}

function scriptProblems({ manifest, files }: Package): string[] {
  const hasBench = [...files.keys()].some((path) => /^bench\/.*\.bench\.ts$/.test(path));
  const { bench, ...scripts } = manifest.scripts ?? {};
  return [
    ...LIFECYCLE.filter((script) => script in scripts).map((script) => `has the install script ${script}`),
    ...(same(sorted(scripts), sorted(SCRIPTS)) ? [] : [`scripts must be ${JSON.stringify(SCRIPTS)}`]),
    ...(bench === (hasBench ? BENCH : undefined)
      ? []
      : [hasBench ? `scripts.bench must be "${BENCH}"` : "scripts.bench is there, but no bench/*.bench.ts"]),
  ];
}

function entryProblems({ manifest, files }: Package): string[] {
  const expected = {
    ...(manifest.name === CLI ? {} : { ".": entryPoint("index") }),
    ...Object.fromEntries(subpaths(manifest).map((name) => [`./${name}`, entryPoint(`${name}/index`)])),
    "./package.json": "./package.json",
  };
  const sources = Object.values(expected).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry["@dark-knowledge/source"].slice(2)],
  );
  const hasNodeFolder = [...files.keys()].some((path) => path.startsWith("src/node/"));
  return [
    ...(same(manifest.exports, expected) ? [] : [`exports must be ${JSON.stringify(expected)}`]),
    ...sources.filter((path) => !files.has(path)).map((path) => `exports names ${path}, which does not exist`),
    ...(manifest.name === CLI || hasNodeFolder === (manifest.exports?.["./node"] !== undefined)
      ? []
      : ['the folder src/node and the entry "./node" go together']),
    ...binProblems(manifest, files),
  ];
}

/** The command line has a binary, committed so that it can be linked before it is built, and so has the meta-package, which runs that one: `npx dark-knowledge` is what people type. */
function binProblems(manifest: Manifest, files: Package["files"]): string[] {
  const { bin } = manifest;
  if (!hasCommand(manifest)) return bin === undefined ? [] : ["bin belongs to the command line"];
  if (!same(bin, BIN)) return [`bin must be ${JSON.stringify(BIN)}`];
  return files.has("src/bin.ts") && files.has(BIN["dark-knowledge"]) ? [] : ["bin has no source"];
}

function hasCommand({ name }: Manifest): boolean {
  return name === CLI || name === META;
}

/** Entry points beside the main one: `node` for files and processes, others for what needs an optional peer. */
function subpaths({ exports = {} }: Manifest): string[] {
  return Object.keys(exports).flatMap((path) => (/^\.\/[a-z-]+$/.test(path) ? [path.slice(2)] : []));
}

function dependencyProblems(manifest: Manifest): string[] {
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest;
  const isInternal = (name: string) => name === "dark-knowledge" || name.startsWith("@dark-knowledge/");
  const isTfjs = (name: string) => name.startsWith("@tensorflow/");
  // What a package works without, such as the decoders of file formats.
  const isOptional = (name: string) => manifest.peerDependenciesMeta?.[name]?.optional === true;
  const mayBePeer = (name: string) => isTfjs(name) || isOptional(name);
  return [
    ...Object.entries(dependencies)
      .filter(([name, range]) => (isInternal(name) ? range !== "workspace:^" : !range.startsWith("^")))
      .map(
        ([name, range]) => `dependencies.${name} must have a caret (workspace:^ inside the workspace), has ${range}`,
      ),
    ...Object.keys(dependencies)
      .filter((name) => isTfjs(name) && manifest.name !== CLI)
      .map((name) => `${name} must be a peer, so that an application has one copy of it`),
    ...Object.entries(peerDependencies)
      .filter(([name, range]) => !mayBePeer(name) || !range.startsWith("^"))
      .map(([name]) => `peerDependencies.${name}: only tfjs and what is optional are peers, with a caret`),
    ...Object.keys(peerDependencies)
      .filter((name) => devDependencies[name] !== "catalog:")
      .map((name) => `${name} is a peer and must be in devDependencies as "catalog:"`),
  ];
}

function sorted(record: Record<string, string>): [string, string][] {
  return Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
}
