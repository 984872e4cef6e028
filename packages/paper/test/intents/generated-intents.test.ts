import { expect, test } from "vitest";
import { embedGenerated, GENERATED_DIMENSION, generatedIntents } from "../../src/intents/generated-intents.ts";

const { classNames, training, test: tested, outside } = generatedIntents();

test("the same sentences come every time, as many of each intent, and others of none", () => {
  expect(generatedIntents().training).toEqual(training);
  expect(classNames).toHaveLength(8);
  for (const label of classNames.keys()) expect(training.labels.filter((one) => one === label)).toHaveLength(60);
  expect(new Set(outside.labels)).toEqual(new Set([-1]));
  expect(new Set(training.texts).size).toBe(training.texts.length);
});

test("the vectors of an intent are near each other, although its sentences hardly share a word", () => {
  const vectors = embedGenerated(tested.texts);
  expect(vectors).toHaveLength(tested.texts.length * GENERATED_DIMENSION);
  const vector = (row: number) => vectors.subarray(row * GENERATED_DIMENSION, (row + 1) * GENERATED_DIMENSION);
  const cosine = (one: number, other: number) =>
    dot(vector(one), vector(other)) / Math.sqrt(dot(vector(one), vector(one)) * dot(vector(other), vector(other)));
  const means = [true, false].map((isSame) => {
    const pairs = tested.texts.flatMap((_, one) =>
      tested.texts.flatMap((__, other) =>
        one < other && (tested.labels[one] === tested.labels[other]) === isSame ? cosine(one, other) : [],
      ),
    );
    return pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
  });
  expect(means[0]).toBeGreaterThan(0.4);
  expect(Math.abs(means[1]!)).toBeLessThan(0.1);
});

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, axis) => sum + value * other[axis]!, 0);
}
