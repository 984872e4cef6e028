import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicPackages, ROOT, readWorkspace, sourcesOf } from "../src/read-workspace.ts";
import { tensorMethods } from "../src/tensor-methods.ts";

describe("libraries read tensors asynchronously, never print them, and use functional operations", () => {
  it("holds here", { timeout: 60_000 }, () => {
    const files = publicPackages(readWorkspace()).flatMap((one) =>
      sourcesOf(one).map(([path]) => join(ROOT, "packages", one.folder, path)),
    );
    expect(tensorMethods(ROOT, files)).toEqual([]);
  });

  let folder: string;
  // Inside this package, so that tfjs-core is found.
  beforeAll(() => {
    folder = mkdtempSync(join(ROOT, "tests/architecture/dist-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const problemsOf = (name: string, text: string) => {
    const file = join(folder, `${name}.ts`);
    writeFileSync(file, `import * as tf from "@tensorflow/tfjs-core";\n${text}\n`);
    return tensorMethods(folder.replace(/dist-.*$/, "../.."), [file]).map((problem) => problem.replace(/^.*\//, ""));
  };

  it.each(["dataSync", "arraySync", "print", "bufferSync"])("finds .%s of a tensor", { timeout: 60_000 }, (method) => {
    expect(problemsOf(method, `export const f = (x: tf.Tensor2D) => x.${method}();`)).toEqual([
      `${method}.ts:2 uses .${method} of a tensor`,
    ]);
  });

  it("finds a chained operation, whatever the tensor comes from", { timeout: 60_000 }, () => {
    const text =
      'import "@tensorflow/tfjs-core/dist/public/chained_ops/mul.js";\nexport const f = (x: tf.Tensor) => tf.exp(x).mul(2);';
    expect(problemsOf("chained", text)).toEqual(["chained.ts:3 uses .mul of a tensor"]);
  });

  it("allows what is not a tensor's", { timeout: 60_000 }, () => {
    const text =
      "export const f = async (x: tf.Tensor, y: { dataSync(): number; print: string }) => [await x.data(), y.dataSync(), y.print];";
    expect(problemsOf("allowed", text)).toEqual([]);
  });
});
