import { mkdirSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { sparsityOf } from "@dark-knowledge/compression";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { evaluate } from "@dark-knowledge/training";
import { saveStudent } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { compressNet, readNet } from "../../src/compression/compress-net.ts";
import { compression } from "../../src/compression/compression.ts";
import { stepsOf } from "../../src/compression/compression-spec.ts";
import { buildNet } from "../../src/nets/build-net.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();

test("a step keeps the model that it measures, and the next one begins with it", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const spec = compression.resolve({ dataset: "digits", trainSize: 70, testSize: 50, validationSize: 40 });
  const data = await compression.loadData(spec, dataSource());
  const net = { ...spec.nets[0]!, hidden: [8] };
  const model = await buildNet(net, data.training, 1);
  await saveStudent(model, inside("parent", "model"), { dataset: data.training });
  const recovery = { epochs: 1, learningRate: 3e-3, temperature: 4, hardWeight: 0.1 };
  const run = async (recipe: string, from: string, to: string) => {
    mkdirSync(inside(to));
    const needs = { [from]: { directory: inside(from), result: undefined } };
    const input = { net, seed: 1, steps: stepsOf(recipe), recovery };
    return compressNet.run(input, taskContext(data, inside(to), { needs }));
  };
  const pruned = await run("fisher:0.75", "parent", "pruned");
  const shared = await run("fisher:0.75,share:2", "pruned", "shared");
  expect([pruned, shared].map(({ figures }) => figures.left)).toEqual([0.25, 0.25]);
  expect(shared.figures.gzip).toBeLessThan(pruned.figures.gzip! / 2);
  const kept = await readNet({ directory: inside("shared"), result: undefined });
  expect((await evaluate(kept, data.test)).errors).toBe(shared.figures.errors);
  expect((await evaluate(kept, data.validation!)).errors).toBe(shared.figures.validationErrors);
  expect((await sparsityOf(kept)).sparsity).toBe(0.75);
  const [kernel] = kept.getWeights();
  expect(new Set(await kernel!.data()).size).toBeLessThanOrEqual(5);
  for (const one of [model, kept]) one.dispose();
});
