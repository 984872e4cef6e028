import { selectBackend } from "@dark-knowledge/backend";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { compression } from "../../src/compression/compression.ts";
import { compressionExtras } from "../../src/compression/internal/compression-extras.ts";
import { variantsOf } from "../../src/compression/internal/compression-variants.ts";
import { runExperiment } from "../../src/run-experiment.ts";
import { dataSource } from "../fixtures/data-source.ts";

const inside = useTemporaryDirectory();

test("every recipe is measured before and after training, by soft targets and by labels", async () => {
  const spec = compression.resolve({
    ...{ dataset: "digits", trainSize: 200, testSize: 80, validationSize: 40, seeds: [1], tolerance: 1 },
    teacher: { hidden: [16], epochs: 3, batchSize: 32 },
    nets: [
      {
        ...{
          name: "net",
          hidden: [12, 8],
          epochs: 3,
          batchSize: 32,
          recoveryEpochs: 1,
          byLabels: ["gradual:0.5"],
          recoversFrom: "both",
        },
        recipes: ["gradual:0.5", "movement:0.5", "units:0.5,quantise:4", "int8"],
      },
    ],
  });
  const { record } = await runExperiment(compression, spec, {
    ...{ directory: inside("run"), source: dataSource(), runner: createInlineRunner(), threads: 1 },
    ...{ choice: await selectBackend({ prefer: ["wasm"] }), signal: new AbortController().signal, onEvent() {} },
  });
  const [net] = variantsOf(record);
  const float32 = 4 * (784 * 12 + 12 + 12 * 8 + 8 + 80 + 10);
  expect(net!.original.nets[0]!.figures).toMatchObject({ float32, left: 1 });
  expect(net!.original.nets[0]!.figures).not.toHaveProperty("damagedErrors");
  const [gradual, movement, small, int8] = net!.variants.map(({ nets }) => nets[0]!);
  for (const one of [gradual, movement]) {
    expect(one!.figures.left).toBeCloseTo(0.5, 3);
    expect(one!.figures).toMatchObject({ float32, damagedErrors: expect.any(Number) });
  }
  // Its weights are there until training removes them.
  expect(gradual!.figures.damagedErrors).toBe(net!.original.nets[0]!.figures.errors);
  expect(small!.parameters).toBe(784 * 6 + 6 + 6 * 4 + 4 + 4 * 10 + 10);
  expect(small!.figures.gzip).toBeLessThan(float32 / 10);
  expect(int8!.figures.onnxAgreement).toBeGreaterThan(0.95);
  expect(net!.variants[0]!.byLabels.map(({ role, temperature }) => [role, temperature])).toEqual([
    ["rival", undefined],
  ]);
  expect(gradual).toMatchObject({ temperature: 2, teacher: { name: "teacher and net", seed: 1 } });

  const { sensitivity, pictures } = compressionExtras(record);
  expect(sensitivity[0]!.layers.map(({ shape, errors }) => [shape, errors[0]!.length])).toEqual([
    ["784 × 12", 5],
    ["12 × 8", 5],
    ["8 × 10", 5],
  ]);
  // All are good enough, so the smallest is shown, with as many pictures as it has units.
  const [{ recipe, before, after }] = pictures as [(typeof pictures)[number]];
  expect(recipe).toBe("50 % of units removed, 4 bits");
  expect([before.filters.length, after.filters.length, before.filters[0]!.length]).toEqual([12, 6, 784]);
  expect(before.layers[0]).toMatchObject({ weights: 784 * 12, zeros: 0 });
  expect(before.layers[0]!.histogram.reduce((sum, count) => sum + count, 0)).toBe(784 * 12);
});

test("a net is adapted before and after it is compressed, and the same run again changes nothing", async () => {
  const spec = compression.resolve({
    ...{ dataset: "digits", trainSize: 200, testSize: 80, validationSize: 40, seeds: [1, 2] },
    teacher: { hidden: [16], epochs: 3, batchSize: 32 },
    nets: [{ name: "net", hidden: [12, 8], epochs: 3, batchSize: 32, recoveryEpochs: 1, recipes: ["longer"] }],
    adaptation: { classes: [2, 5, 7], epochs: 2, recipes: ["gradual:0.5,share:3", "units:0.5"] },
  });
  const started: string[] = [];
  const run = async () =>
    runExperiment(compression, spec, {
      ...{ directory: inside("adapted"), source: dataSource(), runner: createInlineRunner(), threads: 1 },
      ...{ choice: await selectBackend({ prefer: ["wasm"] }), signal: new AbortController().signal },
      onEvent: (event) => void (event.kind === "started" && started.push(event.stage.name)),
    });
  const { record } = await run();
  const { adaptation } = compressionExtras(record);
  const { net, classes, sizes, generalist, specialist, forms } = adaptation!;
  expect([net, classes]).toEqual(["net", ["2", "5", "7"]]);
  expect([generalist.seeds, specialist.seeds]).toEqual([
    [1, 2],
    [1, 2],
  ]);
  expect(forms.map(({ label, epochs, before, after }) => [label, epochs, before.seeds, after.seeds])).toEqual([
    ["50 % of weights removed gradually, 8 values", 4, [1, 2], [1, 2]],
    ["50 % of units removed", 3, [1, 2], [1, 2]],
  ]);
  for (const { before, after } of forms) {
    for (const [at, bytes] of before.gzip.entries()) expect(bytes / after.gzip[at]!).toBeCloseTo(1, 1);
    for (const errors of [...before.errors, ...after.errors]) expect(errors).toBeLessThanOrEqual(sizes.test);
  }
  // What knows no other classes any more confuses fewer.
  expect(specialist.errors[0]! + specialist.errors[1]!).toBeLessThan(generalist.errors[0]! + generalist.errors[1]!);
  expect(started).toContain("net-2-adapted-gradual-0.5-share-3");
  started.length = 0;
  expect((await run()).record).toEqual(record);
  expect(started).toEqual([]);
});
