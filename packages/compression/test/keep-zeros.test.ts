import { adam, createMlp, distill, sgd, trainClassifier, type WeightPlan } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type CompressionPlan, keepZeros, pruneWeights } from "../src/index.ts";
import { dataset, valuesOf } from "./support.ts";

const net = (seed: number) => createMlp({ exampleShape: [4], hiddenUnits: [8], classCount: 3, seed });

describe("keepZeros(model)", () => {
  test("passes the weights and gradients where the model has a weight, by hand", async () => {
    const model = net(1);
    const plan = keepZeros(model);
    expect(plan.variables).toEqual(model.weights.flatMap((weight) => (weight.shape.length > 1 ? [weight.read()] : [])));
    const [current, stored] = [tf.tensor2d([[0, 2, -1]]), tf.tensor2d([[5, 6, 7]])];
    const [weights] = await plan.weights([stored], [current], { step: 0 });
    expect([...(await weights!.data())]).toEqual([0, 6, 7]);
    expect([...(await plan.gradient(tf.tensor2d([[1, 1, 1]]), { index: 0, stored, current }).data())]).toEqual([
      0, 1, 1,
    ]);
    model.dispose();
  });

  test.each([
    ["momentum", () => sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 1e-3 })],
    ["adam", () => adam({ learningRate: 0.05 })],
  ] as const)("the same weights are zeros after every step, and others move: %s", async (_, create) => {
    const [student, teacher] = [net(1), net(2)];
    const pruned = await pruneWeights(student, { sparsity: 0.6 });
    const start = await valuesOf(pruned);
    const optimizer = create();
    let steps = 0;
    await distill(pruned, teacher, dataset, {
      ...{ temperature: 2, epochs: 5, seed: 1, batchSize: 4, optimizer, plan: keepZeros(pruned) },
      callbacks: {
        async onBatchEnd() {
          const now = await valuesOf(pruned);
          for (const index of [0, 2]) {
            expect(now[index]!.map((value) => Number(value === 0))).toEqual(
              start[index]!.map((value) => Number(value === 0)),
            );
          }
          steps++;
        },
      },
    });
    expect(steps).toBe(15);
    const end = await valuesOf(pruned);
    // But for those of units that answer no example.
    expect(end[2]!.filter((value, at) => value !== start[2]![at]).length).toBeGreaterThan(6);
    optimizer.dispose();
    for (const model of [student, teacher, pruned]) model.dispose();
  });

  test("is a plan of the training loops, whose type says so, and leaves nothing allocated", async () => {
    expectTypeOf<CompressionPlan>().toExtend<WeightPlan>();
    const model = net(1);
    const options = { epochs: 1, seed: 1, plan: keepZeros(model) };
    await trainClassifier(model, dataset, options);
    const tensors = tf.memory().numTensors;
    await trainClassifier(model, dataset, options);
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });
});
