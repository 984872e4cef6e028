import { mkdirSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { pruneWeights, shareWeights, sparsityOf } from "@dark-knowledge/compression";
import { onlyClasses } from "@dark-knowledge/datasets";
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

test("a net that is adapted keeps its zeros and values, and learns and is measured on the task alone", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const spec = compression.resolve({ dataset: "digits", trainSize: 200, testSize: 80, validationSize: 60 });
  const data = await compression.loadData(spec, dataSource());
  const net = { ...spec.nets[0]!, hidden: [8] };
  const model = await buildNet(net, data.training, 1);
  const start = await shareWeights(await pruneWeights(model, { sparsity: 0.75 }), { bits: 2 });
  await saveStudent(start, inside("shared-net", "model"), { dataset: data.training });
  const classes = [0, 3, 8];
  const run = async (to: string, over: object) => {
    mkdirSync(inside(to));
    const needs = { before: { directory: inside("shared-net"), result: undefined } };
    const steps = stepsOf("gradual:0.75,share:2");
    const result = await compressNet.run(
      { net, seed: 1, steps, classes, ...over },
      taskContext(data, inside(to), { needs }),
    );
    return { result, kept: await readNet({ directory: inside(to), result: undefined }) };
  };
  const recovery = { epochs: 4, learningRate: 0.01, temperature: 4, hardWeight: 0.1 };
  const { result, kept } = await run("adapted", { adapts: true, recovery });
  const test = onlyClasses(data.test, classes);
  expect((await evaluate(kept, test)).errors).toBe(result.figures.errors);
  expect((await evaluate(kept, onlyClasses(data.validation!, classes))).errors).toBe(result.figures.validationErrors);
  expect(result.figures.errors).toBeLessThan((await evaluate(start, test)).errors);
  expect(result.figures).not.toHaveProperty("damagedErrors");
  for (const [at, weights] of start.getWeights().entries()) {
    const [before, after] = [await weights.data(), await kept.getWeights()[at]!.data()];
    if (weights.shape.length < 2) continue;
    // Equal weights stay equal, and zeros zeros; the values change.
    const moved = new Map(Array.from(before, (value, place) => [value, after[place]!]));
    expect(Array.from(before, (value) => moved.get(value))).toEqual(Array.from(after));
    expect(moved.get(0)).toBe(0);
    expect(after).not.toEqual(before);
  }
  // Without training it is as it was, and measured on the task.
  const { result: untrained } = await run("measured", { steps: [] });
  expect(untrained.figures.errors).toBe((await evaluate(start, test)).errors);
  for (const one of [model, start, kept]) one.dispose();
});
