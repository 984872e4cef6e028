import type { Manifest, Package, Workspace } from "./read-workspace.ts";

const LICENSE = "MIT License\n";
const COMMAND = {
  bin: { "dark-knowledge": "bin/dark-knowledge.js" },
  files: ["bin", "dist", "src", "!**/.tsbuildinfo"],
};

/** A small workspace that keeps every rule: core, two libraries, training, cli and the meta-package. */
export function exampleWorkspace(): Workspace {
  const packages = [
    library("cli", ["core", "losses", "training"], {
      exports: { "./package.json": "./package.json" },
      ...COMMAND,
    }),
    library("core", []),
    library("dark-knowledge", ["core", "datasets", "losses", "training"], COMMAND),
    library("datasets", ["core"], {
      exports: { ".": entryPoint("index"), "./node": entryPoint("node/index"), "./package.json": "./package.json" },
    }),
    library("losses", ["core"], {
      peerDependencies: { "@tensorflow/tfjs-core": "^4.22.0" },
      devDependencies: { "@tensorflow/tfjs-core": "catalog:" },
    }),
    library("training", ["core", "losses"]),
    {
      folder: "testing",
      manifest: { name: "@dark-knowledge/testing", version: "0.0.0", private: true },
      files: new Map([["package.json", "{}"]]),
    },
  ];
  return {
    license: LICENSE,
    rootDevDependencies: { vitest: "4.1.12" },
    rootReferences: packages.map(({ folder }) => `packages/${folder}`),
    packages,
  };
}

const entryPoint = (path: string) => ({
  "@dark-knowledge/source": `./src/${path}.ts`,
  types: `./dist/${path}.d.ts`,
  default: `./dist/${path}.js`,
});

function library(folder: string, internal: readonly string[], fields: Partial<Manifest> = {}): Package {
  const name = folder === "dark-knowledge" ? folder : `@dark-knowledge/${folder}`;
  const dependencies = Object.fromEntries(internal.map((other) => [`@dark-knowledge/${other}`, "workspace:^"]));
  const manifest: Manifest = {
    name,
    version: "0.0.0",
    description: "One sentence.",
    license: "MIT",
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.19" },
    exports: { ".": entryPoint("index"), "./package.json": "./package.json" },
    files: ["dist", "src", "!**/.tsbuildinfo"],
    publishConfig: { access: "public" },
    scripts: {
      build: "tsc --build",
      test: "vitest run",
      "check:pkg": "publint --strict && attw --pack . --profile esm-only",
    },
    ...(internal.length > 0 ? { dependencies } : {}),
    ...fields,
  };
  const references = internal.map((other) => ({ path: `../${other}` }));
  const files = new Map([
    ["LICENSE", LICENSE],
    ["README.md", `# ${name}\n\nOne sentence.\n`],
    ["package.json", JSON.stringify(manifest)],
    ["tsconfig.json", JSON.stringify({ extends: "../../tsconfig.base.json", include: ["src"], references })],
    [
      "vitest.config.ts",
      `import { packageConfig } from "../../vitest.shared.ts";\n\nexport default packageConfig("${folder}");\n`,
    ],
    ["src/thing.ts", "export const thing = (): number => 1;\n"],
    [
      "test/thing.test.ts",
      'import { it } from "vitest";\nimport { thing } from "../src/thing.ts";\n\nit("is", thing);\n',
    ],
    [folder === "cli" ? "src/bin.ts" : "src/index.ts", 'export { thing } from "./thing.ts";\n'],
    ...(folder === "dark-knowledge"
      ? ([
          ["src/bin.ts", 'process.stdout.write("thing");\n'],
          ["test/bin.test.ts", 'import "../src/bin.ts";\n'],
        ] as const)
      : []),
    ...("bin" in fields ? ([["bin/dark-knowledge.js", 'import "../dist/bin.js";\n']] as const) : []),
    ...(folder === "datasets"
      ? ([
          ["src/node/index.ts", 'export { read } from "./read.ts";\n'],
          ["src/node/read.ts", 'import { readFileSync } from "node:fs";\n\nexport const read = readFileSync;\n'],
          ["test/node/read.test.ts", 'import "../../src/node/read.ts";\n'],
        ] as const)
      : []),
  ]);
  return { folder, manifest, files };
}
