import { classCounts, labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { generatedClusters, TRUE_CLUSTERS } from "../../src/data/generated-clusters.ts";

const options = { trainSize: 1200, testSize: 300, seed: 1 };

test("generatedClusters makes all classes, the same ones for the same seed", () => {
  const { train, test } = generatedClusters(options);
  expect([train.rows.length, test.rows.length]).toEqual([1200, 300]);
  expect(Math.min(...classCounts(train))).toBeGreaterThan(60);
  expect(generatedClusters(options).train.columns).toEqual(train.columns);
  expect(generatedClusters({ ...options, seed: 2 }).train.columns).not.toEqual(train.columns);
  expect(TRUE_CLUSTERS.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, label) => label));
});

test("generatedClusters makes classes that are nearer to those of their cluster than to any other", () => {
  const { train } = generatedClusters(options);
  const { values, shape } = train.columns.features!;
  const pixels = shape[0]!;
  const labels = labelsOf(train);
  const means = Array.from({ length: 12 }, (_, label) => {
    const rows = [...labels.keys()].filter((row) => labels[row] === label);
    return Array.from({ length: pixels }, (_, pixel) =>
      rows.reduce((sum, row) => sum + values[row * pixels + pixel]! / rows.length, 0),
    );
  });
  const distance = (a: number, b: number) => Math.hypot(...means[a]!.map((mean, pixel) => mean - means[b]![pixel]!));
  for (const cluster of TRUE_CLUSTERS) {
    const within = cluster.flatMap((a) => cluster.filter((b) => b !== a).map((b) => distance(a, b)));
    const between = cluster.flatMap((a) =>
      TRUE_CLUSTERS.filter((other) => other !== cluster)
        .flat()
        .map((b) => distance(a, b)),
    );
    expect(Math.max(...within)).toBeLessThan(0.6 * Math.min(...between));
    // And still apart from each other.
    expect(Math.min(...within)).toBeGreaterThan(30);
  }
});
