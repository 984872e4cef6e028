import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicPackages, ROOT, readWorkspace, sourcesOf } from "../src/read-workspace.ts";
import { tensorMethods } from "../src/tensor-methods.ts";

const TIMEOUT = 120_000;

const CASES: Record<string, string> = {
  dataSync: "export const f = (x: tf.Tensor2D) => x.dataSync();",
  arraySync: "export const f = (x: tf.Tensor2D) => x.arraySync();",
  bufferSync: "export const f = (x: tf.Variable) => x.bufferSync();",
  print: "export const f = (x: tf.Tensor) => x.print();",
  mul: 'import "@tensorflow/tfjs-core/dist/public/chained_ops/mul.js";\nexport const f = (x: tf.Tensor) => tf.exp(x).mul(2);',
  allowed: "export const f = (x: tf.Tensor, y: { dataSync(): number; print: 1 }) => [x.data(), y.dataSync(), y.print];",
};

describe("tensorMethods(root, files)", () => {
  let folder: string;
  let problems: string[];
  beforeAll(() => {
    // Inside this package, so that tfjs-core is found.
    mkdirSync(join(ROOT, "tests/architecture/dist"), { recursive: true });
    folder = mkdtempSync(join(ROOT, "tests/architecture/dist/"));
    const files = Object.entries(CASES).map(([name, text]) => {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, `import * as tf from "@tensorflow/tfjs-core";\n${text}\n`);
      return file;
    });
    problems = tensorMethods(ROOT, files).map((problem) => basename(problem));
  }, TIMEOUT);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(["dataSync", "arraySync", "bufferSync", "print"])("finds .%s of a tensor", (method) => {
    expect(problems).toContain(`${method}.ts:2 uses .${method} of a tensor`);
  });

  it("finds a chained operation, whatever the tensor comes from", () => {
    expect(problems).toContain("mul.ts:3 uses .mul of a tensor");
  });

  it("allows what is not a tensor's", () => {
    expect(problems).toHaveLength(Object.keys(CASES).length - 1);
    expect(problems.filter((problem) => problem.startsWith("allowed"))).toEqual([]);
  });
});

describe("libraries read tensors asynchronously, never print them, and use functional operations", () => {
  it(
    "holds here",
    () => {
      const files = publicPackages(readWorkspace()).flatMap((one) =>
        sourcesOf(one).map(([path]) => join(ROOT, "packages", one.folder, path)),
      );
      // A layer cannot wait; it reads a mask only on backends that keep it in the processor's memory.
      const allowed = "packages/training/src/internal/fuse-masked.ts:";
      expect(tensorMethods(ROOT, files).filter((problem) => !problem.startsWith(allowed))).toEqual([]);
    },
    TIMEOUT,
  );
});
