import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { type AcousticModel, mixtureLogLikelihoods } from "../src/index.ts";
import { someFeatures } from "./some-features.ts";

function someModel(states: number, components: number, dimensions: number, seed: number): AcousticModel {
  const random = createRandom(seed);
  const positive = (length: number) => Float64Array.from({ length }, () => 0.2 + random.uniform());
  const raw = positive(states * components);
  const weights = raw.map((weight, index) => {
    const first = index - (index % components);
    return weight / raw.subarray(first, first + components).reduce((sum, one) => sum + one, 0);
  });
  const means = Float64Array.from({ length: states * components * dimensions }, () => random.normal());
  const variances = positive(states * components * dimensions);
  const [varianceFloors, stayProbs] = [positive(dimensions), positive(states).map((value) => value / 2)];
  return { states, components, dimensions, weights, means, variances, varianceFloors, stayProbs };
}

test.each([
  [1, 1, 1],
  [3, 2, 4],
  [2, 4, 3],
])("mixtureLogLikelihoods of %i states, %i components, %i features", (states, components, dimensions) => {
  const model = someModel(states, components, dimensions, states);
  const features = someFeatures(5, dimensions, 9);
  const densities = Array.from({ length: 5 * states }, (_, place) => {
    const [row, state] = [Math.floor(place / states), place % states];
    let sum = 0;
    for (let part = 0; part < components; part++) {
      const component = state * components + part;
      let product = model.weights[component]!;
      for (let feature = 0; feature < dimensions; feature++) {
        const deviation = Math.sqrt(model.variances[component * dimensions + feature]!);
        const z =
          (features.data[row * dimensions + feature]! - model.means[component * dimensions + feature]!) / deviation;
        product *= Math.exp(-(z ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
      }
      sum += product;
    }
    return Math.log(sum);
  });
  const { rows, columns, data } = mixtureLogLikelihoods(model, features);
  expect([rows, columns]).toEqual([5, states]);
  expect(data).toBeAllClose(densities, { rtol: 1e-10 });
});

test("mixtureLogLikelihoods is finite far from every mean, where densities are 0, and without a component of weight 0", () => {
  const model = someModel(1, 2, 1, 3);
  const far = { rows: 1, columns: 1, data: Float64Array.of(1e4) };
  expect(mixtureLogLikelihoods(model, far).data[0]).toBeLessThan(-1e6);
  const one = { ...model, weights: Float64Array.of(1, 0) };
  const alone = {
    ...model,
    components: 1,
    weights: Float64Array.of(1),
    means: model.means.slice(0, 1),
    variances: model.variances.slice(0, 1),
  };
  expect(mixtureLogLikelihoods(one, far)).toEqual(mixtureLogLikelihoods(alone, far));
});

test.each<[string, () => unknown, string]>([
  [
    "features of another width",
    () => mixtureLogLikelihoods(someModel(1, 1, 3, 1), someFeatures(1, 2, 1)),
    "mixtureLogLikelihoods: features.columns must be 3 (dimensions of the model), got 2",
  ],
  [
    "a variance of 0",
    () => mixtureLogLikelihoods({ ...someModel(1, 1, 1, 1), variances: Float64Array.of(0) }, someFeatures(1, 1, 1)),
    "mixtureLogLikelihoods: model.variances[0] must be above 0, got 0",
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
