// Makes packages/<name> in the shape that every package here has: `pnpm new:package <name> "<one sentence>." [--tensors] [--node]`.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    tensors: { type: "boolean", default: false },
    node: { type: "boolean", default: false },
    // The workspace to write to; the tests of this script use one of their own.
    root: { type: "string", default: fileURLToPath(new URL("..", import.meta.url)) },
  },
});
const [name, description] = positionals;
if (!/^[a-z][a-z0-9-]*$/.test(name ?? "") || !/^[A-Z].*\.$/.test(description ?? "")) {
  console.error('usage: pnpm new:package <kebab-case-name> "<one sentence>." [--tensors] [--node]');
  process.exit(2);
}

const { root } = values;
const folder = join(root, "packages", name);
if (existsSync(folder)) {
  console.error(`packages/${name} exists already; nothing was written`);
  process.exit(1);
}

/** The lockstep version: what core is at. */
const { version } = JSON.parse(readFileSync(join(root, "packages/core/package.json"), "utf8"));

const entry = (file) => ({
  "@dark-knowledge/source": `./src/${file}.ts`,
  types: `./dist/${file}.d.ts`,
  default: `./dist/${file}.js`,
});

const manifest = {
  name: `@dark-knowledge/${name}`,
  version,
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
mkdirSync(join(folder, values.node ? "src/node" : "src"), { recursive: true });
mkdirSync(join(folder, "test"));
writeFileSync(join(folder, "package.json"), json(manifest));
writeFileSync(join(folder, "tsconfig.json"), json(tsconfig));
writeFileSync(
  join(folder, "vitest.config.ts"),
  `import { packageConfig } from "../../vitest.shared.ts";\n\nexport default packageConfig("${name}");\n`,
);
writeFileSync(join(folder, "README.md"), `# @dark-knowledge/${name}\n\n${description}\n`);
copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));

const solution = JSON.parse(readFileSync(join(root, "tsconfig.json"), "utf8"));
solution.references.push({ path: `packages/${name}` });
writeFileSync(join(root, "tsconfig.json"), json(solution));

console.log(`packages/${name} is there. Next:
  1. pnpm install
  2. write src/<function-name>.ts and test/<function-name>.test.ts, re-export the function from src/index.ts${values.node ? " (files and processes: src/node/)" : ""}
  3. add the package to the dependencies, references and index of packages/dark-knowledge
  4. a runnable example in the README, and pnpm changeset
contributing/add-a-package.md says more.`);
