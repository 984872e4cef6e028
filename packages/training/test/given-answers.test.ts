import { softmax } from "@dark-knowledge/core";
import { selectRows } from "@dark-knowledge/datasets";
import { topKLogits } from "@dark-knowledge/soft-targets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMlp, type DistillOptions, distill, predictLogits } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS: DistillOptions = { temperature: 3, epochs: 2, seed: 5, batchSize: 7 };
const makeModel = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });

let teacher: LayersModel;
let logits: Float32Array;
beforeAll(async () => {
  teacher = makeModel(3);
  logits = (await predictLogits(teacher, dataset)).data;
});
afterAll(() => teacher.dispose());

/** The weights of a student from the same beginning, after it was taught. */
async function taughtBy(from: Parameters<typeof distill>[1], options: Partial<DistillOptions> = {}, set = dataset) {
  const student = makeModel(7);
  try {
    await distill(student, from, set, { ...OPTIONS, ...options });
    return await Promise.all(student.getWeights().map(async (weight) => Array.from(await weight.data())));
  } finally {
    student.dispose();
  }
}

const probsOf = (temperature: number) =>
  Array.from({ length: 40 }, (_, row) => [...softmax(logits.subarray(2 * row, 2 * row + 2), { temperature })]).flat();

describe("distill(student, { probs }, transferSet)", () => {
  test("learns from logits in memory what it learns from the teacher", async () => {
    const expected = await taughtBy(teacher);
    expect(await taughtBy({ logits })).toEqual(expected);
    // By id, in any order, with answers to spare.
    const order = Array.from({ length: 40 }, (_, row) => (row * 7) % 40);
    const shuffled = Float32Array.from(order.flatMap((row) => [logits[2 * row]!, logits[2 * row + 1]!]));
    expect(await taughtBy({ logits: shuffled, ids: order })).toEqual(expected);
  });

  test("counts rows along the view, and leaves those of a validation set out", async () => {
    const view = selectRows(dataset, [30, 2, 17, 21, 5]);
    const ofView = Float32Array.from(Array.from(view.rows).flatMap((id) => [logits[2 * id]!, logits[2 * id + 1]!]));
    const options = { validation: { size: 2, seed: 1 } };
    expect(await taughtBy({ logits: ofView }, options, view)).toEqual(await taughtBy(teacher, options, view));
  });

  test("learns the same from probabilities of any temperature", async () => {
    const expected = await taughtBy(teacher);
    for (const [given, temperature] of [
      [{ probs: probsOf(1) }, 1],
      [{ probs: probsOf(4) }, 4],
      [{ logProbs: probsOf(4).map(Math.log) }, 4],
    ] as const) {
      const weights = await taughtBy({ ...given, temperature });
      for (const [index, values] of weights.entries())
        expect(values).toBeAllClose(expected[index]!, { rtol: 1e-4, atol: 1e-6 });
    }
  });

  test("takes top-k answers with their rest", async () => {
    const topK = topKLogits(logits, { classCount: 2, k: 1 });
    const expected = await taughtBy(teacher, { temperature: 1 });
    for (const tail of ["class", "spread"] as const) {
      const weights = await taughtBy({ topK }, { temperature: 1, tail });
      for (const [index, values] of weights.entries())
        expect(values).toBeAllClose(expected[index]!, { rtol: 1e-4, atol: 1e-6 });
    }
  });

  test("refuses answers that are none, and warns of logits that sum to one", async () => {
    const refuses = (from: Parameters<typeof distill>[1], problem: string, options: Partial<DistillOptions> = {}) =>
      expect(taughtBy(from, options)).rejects.toThrow(`distill: ${problem}`);
    await refuses({ probs: logits }, "probs of row 0 must be from 0 to 1 and sum to 1");
    await refuses({ logits: logits.subarray(2) }, "ids must be one for each of 39 rows, got 40");
    await refuses(
      { logits: logits.subarray(2), ids: Array.from({ length: 39 }, (_, row) => row + 1) },
      "ids must have each example of the transfer set, got no example 0",
    );
    await refuses({ logits }, "jitter must be 0 with answers to the examples as they are, got 1", { jitter: 1 });
    await refuses({ logits }, "tail is for soft targets of the largest logits only", { tail: "class" });
    const lines: string[] = [];
    await taughtBy({ logits: probsOf(1) }, { onWarning: (line) => lines.push(line) });
    expect(lines[0]).toMatch(/^distill: the logits are not negative and sum to one/);
  });
});
