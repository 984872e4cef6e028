import { createDataset, withoutLabels } from "@dark-knowledge/datasets";
import { huberLoss } from "@dark-knowledge/losses";
import { describe, expect, it } from "vitest";
import { createMlp, type NumberLoss, trainRegressor } from "../src/index.ts";
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
