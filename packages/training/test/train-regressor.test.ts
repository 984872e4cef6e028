import { createMatrix } from "@dark-knowledge/core";
import {
  createDataset,
  type ScaleTransform,
  standardiseTargets,
  withoutLabels,
  withTargetScale,
} from "@dark-knowledge/datasets";
import { huberLoss } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  adam,
  createMlp,
  evaluateNumbers,
  evaluateRegressor,
  type NumberLoss,
  predictLogits,
  regressorFidelity,
  trainRegressor,
} from "../src/index.ts";
import { surface } from "./fixtures/surface.ts";

const net = (hidden: number[], seed = 1) => createMlp({ exampleShape: [2], hiddenUnits: hidden, classCount: 2, seed });
const weightsOf = (model: ReturnType<typeof net>) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

describe("trainRegressor(regressor, dataset)", () => {
  it("takes the step that the known targets alone would give", async () => {
    const train = surface(8, 3, 0.5);
    const { values, known } = train.targets as { values: Float32Array; known: Uint8Array };
    const other = createDataset({
      columns: train.columns,
      targets: {
        ...{ kind: "numbers", names: ["product", "wave"], known },
        values: values.map((value, index) => (known[index] === 1 ? value : 1e6)),
      },
    });
    const weights = [];
    for (const dataset of [train, other]) {
      const model = net([4]);
      await trainRegressor(model, dataset, { epochs: 2, seed: 1, batchSize: 4 });
      weights.push(weightsOf(model));
    }
    expect(weights[0]).toEqual(weights[1]);
  });

  it("takes a loss of one's own, Huber's among them", async () => {
    const weights = [];
    for (const own of [{ huberDelta: 0.5 }, { loss: huber }]) {
      const model = net([4]);
      await trainRegressor(model, surface(16, 2, 0.3), { epochs: 2, seed: 1, batchSize: 8, ...own });
      weights.push(weightsOf(model));
    }
    expect(weights[0]).toEqual(weights[1]);
    const both = trainRegressor(net([4]), surface(8, 2), { epochs: 1, seed: 1, huberDelta: 1, loss: huber });
    await expect(both).rejects.toThrow("trainRegressor: huberDelta must be left out with a custom loss, got 1");
  });

  it("learns numbers on their scale, and is measured in their unit", async () => {
    const far = (seed: number) => {
      const { columns, targets } = surface(64, seed);
      const { values } = targets as { values: Float32Array };
      const moved = values.map((value, index) => (index % 2 === 0 ? 5000 + 300 * value : value));
      return createDataset({ columns, targets: { kind: "numbers", names: ["product", "wave"], values: moved } });
    };
    const scaled = withTargetScale(far(1), standardiseTargets(far(1)));
    const { scale } = scaled.targets as { scale: ScaleTransform };
    const model = net([16]);
    const options = { epochs: 40, seed: 1, batchSize: 16, optimizer: adam({ learningRate: 0.02 }) };
    const { epochs } = await trainRegressor(model, scaled, { ...options, validation: scaled });
    const evaluation = await evaluateRegressor(model, scaled);
    expect(evaluation.outputs[0]!.r2).toBeGreaterThan(0.9);
    expect(epochs.at(-1)!.validation!.rmse).toBe(evaluation.rmse);

    // The same of the model's numbers converted by hand.
    const { data, rows } = await predictLogits(model, scaled);
    const [subtract, divide] = [scale.subtract as number[], scale.divide as number[]];
    const numbers = Float32Array.from(data, (value, index) => value * divide[index % 2]! + subtract[index % 2]!);
    const targets = (scaled.targets as { values: Float32Array }).values;
    const expected = evaluateNumbers(createMatrix(rows, 2, numbers), createMatrix(rows, 2, targets));
    for (const figure of ["rmse", "mae", "r2"] as const) expect(evaluation[figure]).toBeCloseTo(expected[figure], 3);
    const { outputs } = await regressorFidelity(model, () => tf.zeros([64, 2]), scaled);
    const distance = data.reduce((sum, value, index) => sum + (index % 2 === 0 ? Math.abs(value) : 0), 0) / rows;
    expect(outputs[0]!.mae).toBeCloseTo(distance * divide[0]!, 3);
    await expect(trainRegressor(model, scaled, { ...options, validation: far(2) })).rejects.toThrow(
      /^trainRegressor: validation.targets.scale must be \{"kind":"scale".* \(as dataset\), got undefined$/,
    );
  });

  it("says what is wrong before it begins", async () => {
    const [train, given] = [surface(8, 1), { epochs: 1, seed: 1 }];
    const narrow = createMlp({ exampleShape: [2], hiddenUnits: [], classCount: 1, seed: 1 });
    await expect(trainRegressor(narrow, train, given)).rejects.toThrow(
      "trainRegressor: regressor must give 2 numbers for each example (the outputs of the dataset), got an output of shape [1]",
    );
    await expect(trainRegressor(net([4]), withoutLabels(train), given)).rejects.toThrow(
      "trainRegressor: dataset must have at least one known target, got none",
    );
  });
});

const huber: NumberLoss = (s, t, known) => huberLoss(s, t, { delta: 0.5, known });
