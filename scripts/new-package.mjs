// Makes packages/<name> in the shape that every package here has: `pnpm new:package <name> "<description>" [--tensors] [--node]`.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { tensors: { type: "boolean", default: false }, node: { type: "boolean", default: false } },
});
const [name, description] = positionals;
if (!name || !/^[a-z][a-z0-9-]*$/.test(name) || !description) {
  console.error('usage: pnpm new:package <kebab-case-name> "<one sentence>" [--tensors] [--node]');
  process.exit(2);
}

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}packages/${name}`;
if (existsSync(folder)) {
  console.error(`packages/${name} exists already; nothing was written`);
  process.exit(1);
}

/** The lockstep version: whatever the packages that exist are at. */
function workspaceVersion() {
  const sibling = readdirSync(`${root}packages`).find((entry) => existsSync(`${root}packages/${entry}/CHANGELOG.md`));
  return sibling ? JSON.parse(readFileSync(`${root}packages/${sibling}/package.json`, "utf8")).version : "0.0.0";
}

const entry = (file) => ({
  "@dark-knowledge/source": `./src/${file}.ts`,
  types: `./dist/${file}.d.ts`,
  default: `./dist/${file}.js`,
});

const manifest = {
  name: `@dark-knowledge/${name}`,
  version: workspaceVersion(),
  description,
  license: "MIT",
  keywords: ["knowledge-distillation", "tensorflowjs", "typescript"],
  type: "module",
  sideEffects: false,
  engines: { node: ">=20.19" },
  exports: {
    ".": entry("index"),
    ...(values.node ? { "./node": entry("node/index") } : {}),
    "./package.json": "./package.json",
  },
  files: ["dist", "src", "!**/.tsbuildinfo"],
  publishConfig: { access: "public" },
  scripts: {
    build: "tsc --build",
    test: "vitest run",
    bench: "vitest bench --run",
    "check:pkg": "publint --strict && attw --pack . --profile esm-only",
  },
  dependencies: { "@dark-knowledge/core": "workspace:^" },
  ...(values.tensors ? { peerDependencies: { "@tensorflow/tfjs-core": "^4.22.0" } } : {}),
  devDependencies: {
    "@dark-knowledge/testing": "workspace:*",
    ...(values.tensors ? { "@tensorflow/tfjs-core": "catalog:" } : {}),
  },
};

const tsconfig = {
  extends: "../../tsconfig.base.json",
  ...(values.node ? { compilerOptions: { types: ["node"] } } : {}),
  include: ["src"],
  references: [{ path: "../core" }],
};

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
mkdirSync(`${folder}/src`, { recursive: true });
mkdirSync(`${folder}/test`);
writeFileSync(`${folder}/package.json`, json(manifest));
writeFileSync(`${folder}/tsconfig.json`, json(tsconfig));
writeFileSync(
  `${folder}/vitest.config.ts`,
  `import { packageConfig } from "../../vitest.shared.ts";\n\nexport default packageConfig("${name}");\n`,
);
writeFileSync(`${folder}/README.md`, `# @dark-knowledge/${name}\n\n${description}\n`);
copyFileSync(`${root}LICENSE`, `${folder}/LICENSE`);

console.log(`packages/${name} is there. Next:
  1. write src/<function-name>.ts and test/<function-name>.test.ts, re-export the function from src/index.ts${values.node ? " (files and processes: src/node/)" : ""}
  2. add { "path": "packages/${name}" } to tsconfig.json, then pnpm install
  3. a runnable example in the README, and pnpm changeset
contributing/add-a-package.md says more.`);
