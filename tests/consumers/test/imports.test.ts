import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, inject, it } from "vitest";
import { runNode } from "../src/run-node.ts";

const packages = inject("packages");
const project = inject("project");

/** Everything that can be imported: `@dark-knowledge/core`, `@dark-knowledge/datasets/node`, … */
const entries = packages.flatMap(({ name, exports }) =>
  Object.keys(exports)
    .filter((path) => path !== "./package.json")
    .map((path) => name + path.slice(1)),
);

function file(name: string, text: string): string {
  writeFileSync(join(project, name), text);
  return name;
}

describe("the installed packages", () => {
  it("have entry points", () => {
    expect(entries).toContain("dark-knowledge");
    expect(entries).toContain("@dark-knowledge/core");
  });

  it.each(entries)("give the same with import and with require of %s, in silence", (entry) => {
    // Classes are one only where the two are one module.
    const script = `
const required = require(${JSON.stringify(entry)});
import(${JSON.stringify(entry)}).then((imported) => {
  const names = Object.keys(imported);
  process.stdout.write(String(names.length > 0 && names.every((name) => imported[name] === required[name])));
});`;
    const { status, stdout, stderr } = runNode(project, ["--input-type=commonjs", "--eval", script]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "true" });
    // Node 20 announces that require() of an ES module is still new there.
    expect(stderr.replace(/^\(node:\d+\) ExperimentalWarning: .*\n\(Use `node --trace-warnings .*\n/, "")).toBe("");
  });

  it("keep what is not exported to themselves", () => {
    const script = 'await import("@dark-knowledge/core/dist/softmax.js");';
    expect(runNode(project, ["--input-type=module", "--eval", script]).stderr).toContain(
      "ERR_PACKAGE_PATH_NOT_EXPORTED",
    );
  });

  it("compute: a tensor function and an array function through the meta-package", () => {
    const script = [
      'import * as tf from "@tensorflow/tfjs-core";',
      'import "@tensorflow/tfjs-backend-cpu";',
      'import { softmax, temperatureSoftmax } from "dark-knowledge";',
      "const logits = [0, Math.log(9)];",
      "const probs = await temperatureSoftmax(tf.tensor2d([logits]), { temperature: 2 }).data();",
      "const differences = softmax(logits, { temperature: 2 }).map((prob, index) => Math.abs(prob - probs[index]));",
      "process.stdout.write(String(Math.max(...differences) < 1e-6));",
    ].join("\n");
    expect(runNode(project, [file("compute.mjs", script)])).toMatchObject({ status: 0, stdout: "true" });
  });
});

describe("TypeScript finds the types", () => {
  const source = [
    ...entries.map((entry, index) => `import * as entry${index} from ${JSON.stringify(entry)};`),
    'import { createRandom, type Random } from "dark-knowledge";',
    "const random: Random = createRandom(1);",
    "export const draw: number = random.uniform();",
    "// @ts-expect-error a seed is a number: the types are not `any`",
    'createRandom("1");',
    `export const entries: readonly object[] = [${entries.map((_, index) => `entry${index}`).join(", ")}];`,
  ].join("\n");

  it.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("with module %s and resolution %s", (module, moduleResolution) => {
    const folder = join(project, moduleResolution);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.ts"), source);
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2022",
      lib: ["es2023", "dom"],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["index.ts"] }));
    const tsc = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
    expect(runNode(folder, [tsc, "--project", "."])).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

describe("the installed command", () => {
  const run = (path: string, ...words: string[]) => runNode(project, [join("node_modules", path), ...words]);

  // By its path in each package: of two binaries of one name npm links one.
  it.each(["@dark-knowledge/cli", "dark-knowledge"])("says with --help what it can do, by the binary of %s", (name) => {
    const { status, stdout, stderr } = run(`${name}/bin/dark-knowledge.js`, "--help");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: dark-knowledge /);
    expect(stdout).toContain("distill");
  });

  it.runIf(process.platform === "linux")("says in one line that it may open too few files", () => {
    const words = ["-c", 'ulimit -n 40 && exec "$@"', "sh", process.execPath, ".bin/dark-knowledge", "--version"];
    const { status, stderr } = spawnSync("/bin/sh", words, { cwd: join(project, "node_modules"), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^error: [^\n]+ \(ulimit -n\)\n$/) });
  });

  it("runs doctor to its end, as npx finds it", () => {
    expect(packages.flatMap(({ bin }) => Object.keys(bin))).toEqual(["dark-knowledge", "dark-knowledge"]);
    const { status, stdout, stderr } = run(".bin/dark-knowledge", "doctor");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^backend /);
    expect(stdout).toMatch(/^wasm +\d+\.\d /m);
  });
});
