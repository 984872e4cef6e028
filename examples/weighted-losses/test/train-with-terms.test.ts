import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { LIST, type Terms, trainWithTerms } from "../src/train-with-terms.ts";

test("every term falls, the total is their weighted sum, and nothing is left behind", async () => {
  const before = tf.memory().numTensors;
  const reports: Terms[] = [];
  await trainWithTerms(60, 1, (_, terms) => reports.push(terms));
  expect(reports).toHaveLength(60);
  const [first, last] = [reports[0]!, reports.at(-1)!];
  for (const { name } of LIST) expect(last[name]!).toBeLessThan(first[name]!);
  const sum = LIST.reduce((total, { name, weight }) => total + weight * last[name]!, 0);
  expect(last.total!).toBeCloseTo(sum, 4);
  expect(tf.memory().numTensors).toBe(before);
});
