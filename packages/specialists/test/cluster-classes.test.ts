import { createMatrix, createRandom } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ClassSimilarity,
  type ClusterClassesOptions,
  clusterClasses,
  createConfusionAccumulator,
  createCovarianceAccumulator,
  measureClassSets,
  similarityOf,
} from "../src/index.ts";
import { messageOf } from "./support.ts";

/** Predictions of a generalist that confuses classes of a cluster, of whatever size, and seldom others. */
function predictions(clusterOf: readonly number[], rows: number, seed: number) {
  const random = createRandom(seed);
  const classCount = clusterOf.length;
  const probs = new Float32Array(rows * classCount);
  const labels = Int32Array.from({ length: rows }, () => random.integer(classCount));
  labels.forEach((label, row) => {
    const masses = clusterOf.map((cluster, index) => {
      if (index === label) return 1;
      return random.uniform() ** 2 * (cluster === clusterOf[label] ? 0.6 : 0.02);
    });
    const sum = masses.reduce((total, mass) => total + mass, 0);
    for (let i = 0; i < classCount; i++) probs[row * classCount + i] = masses[i]! / sum;
  });
  return { labels, probs };
}

function similarities(clusterOf: readonly number[], rows: number, seed: number): ClassSimilarity[] {
  const { labels, probs } = predictions(clusterOf, rows, seed);
  const covariance = createCovarianceAccumulator({ classCount: clusterOf.length });
  covariance.add(probs);
  const confusion = createConfusionAccumulator({ classCount: clusterOf.length });
  confusion.add(labels, probs);
  return [covariance.similarity(), confusion.similarity()];
}

const asText = (sets: readonly ArrayLike<number>[]) => sets.map((set) => Array.from(set).join(" ")).sort();

function trueSets(clusterOf: readonly number[]): number[][] {
  const names = [...new Set(clusterOf)];
  return names.map((name) => clusterOf.flatMap((cluster, index) => (cluster === name ? [index] : [])));
}

describe("clusterClasses(similarity, { method, clusters, size, seed })", () => {
  // Numbers of one cluster are not neighbours, and clusters differ in size.
  const uneven = Array.from({ length: 30 }, (_, index) => [0, 1, 2, 3, 1, 2, 3, 3, 2, 3][(index * 7) % 10]!);
  const even = Array.from({ length: 40 }, (_, index) => (index * 3) % 5);

  it.each(["k-means", "spectral"] as const)(
    "%s divides the classes as they were made, from either matrix",
    (method) => {
      for (const [seed, similarity] of similarities(uneven, 6000, 1).entries()) {
        const sets = clusterClasses(similarity, { method, clusters: 4, seed });
        expect(asText(sets)).toEqual(asText(trueSets(uneven)));
      }
    },
  );

  it.each(["k-means", "spectral", "greedy"] as const)(
    "%s finds the true sets of a wanted size, whatever the seed",
    (method) => {
      for (const similarity of similarities(even, 6000, 2)) {
        for (let seed = 0; seed < 10; seed++) {
          const options = { method, clusters: 5, size: 8, seed } as ClusterClassesOptions;
          expect(asText(clusterClasses(similarity, options))).toEqual(asText(trueSets(even)));
        }
      }
    },
  );

  it.each(["k-means", "spectral"] as const)("%s is one answer for one seed", (method) => {
    const [similarity] = similarities(even, 200, 3);
    const options = { method, clusters: 7, size: 6, seed: 4 };
    expect(clusterClasses(similarity!, options)).toEqual(clusterClasses(similarity!, options));
  });

  it("gives sets that overlap where a class belongs to two, by every method", () => {
    // 0 and 1 are confused with 4, and 2 and 3 too.
    const matrix = new Float64Array(25);
    const confuse = (i: number, j: number, mass: number) => {
      matrix[i * 5 + j] = mass;
      matrix[j * 5 + i] = mass;
    };
    confuse(0, 1, 5);
    confuse(2, 3, 5);
    for (const i of [0, 1]) confuse(i, 4, 3);
    for (const i of [2, 3]) confuse(i, 4, 2.9);
    const similarity = similarityOf(createMatrix(5, 5, matrix));
    for (const method of ["k-means", "spectral", "greedy"] as const) {
      const sets = clusterClasses(similarity, { method, clusters: 2, size: 3, seed: 1 });
      expect(asText(sets)).toEqual(["0 1 4", "2 3 4"]);
    }
  });

  it("cuts a division's sets to the size: the classes most similar to the rest of the set stay", () => {
    const matrix = Float64Array.of(0, 9, 9, 1, 9, 0, 9, 1, 9, 9, 0, 1, 1, 1, 1, 0);
    const similarity = similarityOf(createMatrix(4, 4, matrix));
    expect(clusterClasses(similarity, { method: "k-means", clusters: 1, size: 3, seed: 1 })).toEqual([
      Int32Array.of(0, 1, 2),
    ]);
  });

  it("fills a set with its own classes first, however similar others are", () => {
    // 0 is most like 2, and 2 so much like 3 that these two are a cluster; 1 is left to 0.
    const matrix = Float64Array.of(0, 1, 2, 0, 1, 0, 0, 0, 2, 0, 0, 100, 0, 0, 100, 0);
    const similarity = similarityOf(createMatrix(4, 4, matrix));
    const sets = clusterClasses(similarity, { method: "k-means", clusters: 2, size: 2, seed: 1 });
    expect(asText(sets)).toEqual(["0 1", "2 3"]);
    const larger = clusterClasses(similarity, { method: "k-means", clusters: 2, size: 3, seed: 1 });
    expect(asText(larger)).toEqual(["0 1 2", "0 2 3"]);
  });

  it("greedy covers the largest pairs first and ends where nothing similar is left", () => {
    // Pairs by size: 0–1 (8), 2–3 (6), 1–2 (4), 0–3 (−9, which is no similarity).
    const matrix = Float64Array.of(50, 8, 0, -9, 8, 50, 4, 0, 0, 4, 50, 6, -9, 0, 6, 50);
    const similarity = similarityOf(createMatrix(4, 4, matrix));
    const sets = clusterClasses(similarity, { method: "greedy", clusters: 4, size: 2 });
    expect(sets).toEqual([Int32Array.of(0, 1), Int32Array.of(2, 3), Int32Array.of(1, 2)]);
  });

  it.each(["k-means", "spectral", "greedy"] as const)(
    "%s covers twice what random sets do, sets too small for the clusters",
    (method) => {
      for (const similarity of similarities(uneven, 3000, 5)) {
        const sets = clusterClasses(similarity, { method, clusters: 4, size: 8, seed: 1 });
        const { covered, coveredAtRandom } = measureClassSets(similarity, sets);
        expect(covered).toBeGreaterThan(2 * coveredAtRandom);
      }
    },
  );

  it("has as many sets of the size as asked for, with classes in rising order and once each", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 2, max: 12 }),
        fc.constantFrom("k-means" as const, "spectral" as const, "greedy" as const),
        fc.nat(),
        (classCount, clusters, size, method, seed) => {
          fc.pre(clusters <= classCount && size <= classCount);
          const random = createRandom(seed);
          const data = Float64Array.from({ length: classCount ** 2 }, () => random.normal() ** 3);
          const similarity = similarityOf(createMatrix(classCount, classCount, data));
          const sets = clusterClasses(similarity, { method, clusters, size, seed });
          expect(sets.length).toBeLessThanOrEqual(clusters);
          for (const set of sets) {
            expect(set.length).toBe(size);
            expect(Array.from(set)).toEqual([...new Set(set)].sort((a, b) => a - b));
          }
          if (method === "greedy") return;
          const parts = clusterClasses(similarity, { method, clusters, seed });
          const all = parts.flatMap((part) => Array.from(part));
          expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: classCount }, (_, index) => index));
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  it("puts up with classes that are like no other, and with columns of nothing", () => {
    const nothing = similarityOf(createMatrix(4, 4, new Float64Array(16)));
    expect(clusterClasses(nothing, { method: "greedy", clusters: 2, size: 2 })).toEqual([]);
    for (const method of ["k-means", "spectral"] as const) {
      const all = clusterClasses(nothing, { method, clusters: 2, seed: 1 }).flatMap((set) => Array.from(set));
      expect(all.sort()).toEqual([0, 1, 2, 3]);
    }
    const tiny = Float64Array.of(0, 1e-200, 0, 0, 1e-200, 0, 0, 0, 0, 0, 0, 1e-200, 0, 0, 1e-200, 0);
    const similarity = similarityOf(createMatrix(4, 4, tiny));
    for (const method of ["k-means", "spectral"] as const) {
      expect(asText(clusterClasses(similarity, { method, clusters: 2, seed: 1 }))).toEqual(["0 1", "2 3"]);
    }
  });

  it.each([
    [{ method: "ward", clusters: 1, seed: 1 }, 'method must be one of "k-means", "spectral", "greedy", got "ward"'],
    [{ method: "k-means", clusters: 4, seed: 1 }, "clusters must be an integer, at least 1 and at most 3, got 4"],
    [{ method: "k-means", clusters: 2 }, "seed must be an integer, at least 0, got undefined"],
    [{ method: "spectral", clusters: 2, size: 0, seed: 1 }, "size must be an integer, at least 1 and at most 3, got 0"],
    [{ method: "greedy", clusters: 2 }, "size must be an integer, at least 2 and at most 3, got undefined"],
    [{ method: "greedy", clusters: 2, size: 1 }, "size must be an integer, at least 2 and at most 3, got 1"],
  ])("says what is wrong with %j", (options, message) => {
    const similarity = similarityOf(createMatrix(3, 3, new Float64Array(9)));
    const call = () => clusterClasses(similarity, options as unknown as ClusterClassesOptions);
    expect(messageOf(call)).toBe(`clusterClasses: ${message}`);
  });

  it("says where a similarity is not finite", () => {
    const similarity = { classCount: 2, readColumn: (_: number, into: Float64Array) => into.fill(Number.NaN) };
    expect(messageOf(() => clusterClasses(similarity, { method: "greedy", clusters: 1, size: 2 }))).toBe(
      "clusterClasses: similarity must hold finite numbers, got NaN for classes 0 and 0",
    );
  });
});
