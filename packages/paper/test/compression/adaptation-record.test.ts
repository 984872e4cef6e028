import { expect, test } from "vitest";
import { adaptationRecord } from "../../src/compression/adaptation-record.ts";
import { compression } from "../../src/compression/compression.ts";
import { planCompression } from "../../src/compression/compression-stages.ts";
import { dataSource } from "../fixtures/data-source.ts";

const NET = {
  ...{ name: "net", hidden: [8], epochs: 2, recoveryEpochs: 3, codeEpochs: 2, recipes: ["longer"], byLabels: [] },
};

test("forms have the seeds that are finished in both orders, and their updates", async () => {
  const spec = compression.resolve({
    ...{ dataset: "digits", trainSize: 400, testSize: 50, validationSize: 60, seeds: [1, 2], nets: [NET] },
    adaptation: { classes: [4, 0, 9], epochs: 5, recipes: ["prune:0.9,share:4", "units:0.5"] },
  });
  const data = await compression.loadData(spec, dataSource());
  const { nets } = planCompression(spec);
  const planned = nets.flatMap(({ adaptation }) => adaptation ?? []);
  const finished = (names: readonly string[]) =>
    new Map(names.map((name, at) => [name, { result: { figures: { errors: 10 + at, gzip: 1000 * (at + 1) } } }]));
  const [{ forms, generalist, specialist }] = planned as [(typeof planned)[number]];
  const outcomes = finished([generalist, specialist, forms[0]!.before, forms[0]!.after, forms[1]!.before]);
  const record = (over: object) => adaptationRecord(planned, { spec, data, ...over } as never);
  const found = record({ outcomes })!;
  // 340 training examples in steps of 128, and about a third of them.
  expect([found.net, found.classes]).toEqual(["net", ["4", "0", "9"]]);
  expect(found.sizes.training).toBeGreaterThan(60);
  expect(found.sizes.training).toBeLessThan(128);
  expect(found.forms).toEqual([
    {
      label: "90 % of weights removed, 16 values",
      before: { seeds: [1], errors: [12], gzip: [3000] },
      after: { seeds: [1], errors: [13], gzip: [4000] },
      epochs: 10,
      updates: { before: 5 * 3 + 5, after: 10 },
    },
  ]);
  expect(found.generalist).toEqual({ seeds: [1], errors: [10], gzip: [1000] });
  expect(record({ outcomes: finished([generalist]) })).toBeUndefined();
  const { adaptation: _, ...without } = spec;
  expect(record({ outcomes, spec: without })).toBeUndefined();
});
