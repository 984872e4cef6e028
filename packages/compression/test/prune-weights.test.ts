import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import {
  model as graph,
  input,
  type LayersModel,
  layers,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { pruneWeights } from "../src/index.ts";

/** Dense layers without bias, with the given kernels. */
function chain(...kernels: number[][][]): LayersModel {
  return sequential({
    layers: kernels.map((kernel, index) =>
      layers.dense({
        ...{ name: `dense_${index}`, units: kernel[0]!.length, useBias: false },
        ...{ weights: [tf.tensor2d(kernel)], inputShape: [kernel.length] },
      }),
    ),
  });
}

const kernelsOf = async (model: LayersModel) =>
  Promise.all(model.weights.map(async (weight) => [...(await weight.read().data())]));

/** Kernels of a model before and after, which are disposed of. */
async function prune(model: LayersModel, options: Parameters<typeof pruneWeights>[1]) {
  const pruned = await pruneWeights(model, options);
  try {
    return { before: await kernelsOf(model), after: await kernelsOf(pruned) };
  } finally {
    pruned.dispose();
    model.dispose();
  }
}

describe("pruneWeights(model, { sparsity }) sets the smallest magnitudes to 0", () => {
  // 4 of 8 in the first layer: |±1|, |0.5|, |2|; 1 of 2 in the second.
  const [one, two] = [
    [
      [3, -1],
      [0.5, -2],
      [4, -5],
      [6, 1],
    ],
    [[0.25], [-0.125]],
  ];
  test("in each layer", async () => {
    const { after } = await prune(chain(one!, two!), { sparsity: 0.5 });
    expect(after).toEqual([
      [3, 0, 0, 0, 4, -5, 6, 0],
      [0.25, 0],
    ]);
  });

  test("over all layers, where the small weights of the second go first", async () => {
    const { after } = await prune(chain(one!, two!), { sparsity: 0.4, scope: "global" });
    // 0.125, 0.25, 0.5, and the first of the two ones.
    expect(after).toEqual([
      [3, 0, 0, -2, 4, -5, 6, 1],
      [0, 0],
    ]);
  });

  test("of layers by name, and of no others", async () => {
    const { after } = await prune(chain(one!, two!), { sparsity: { dense_0: 0.75 } });
    expect(after).toEqual([
      [0, 0, 0, 0, 0, -5, 6, 0],
      [0.25, -0.125],
    ]);
  });

  test("of equal ones the first go, and nothing goes at 0", async () => {
    expect((await prune(chain([[1], [-1], [1], [-1]]), { sparsity: 0.5 })).after).toEqual([[0, 0, 1, -1]]);
    expect((await prune(chain(one!), { sparsity: 0 })).after).toEqual([one!.flat()]);
  });

  test.each(["layer", "global"] as const)("as many as counting says, per %s, for random kernels", async (scope) => {
    const random = createRandom(3);
    for (let round = 0; round < 12; round++) {
      const sizes = [1 + random.integer(6), 1 + random.integer(6), 1 + random.integer(6)];
      const kernels = [0, 1].map((index) =>
        Array.from({ length: sizes[index]! }, () =>
          Array.from({ length: sizes[index + 1]! }, () => (random.integer(9) - 4) / 4),
        ),
      );
      const sparsity = random.uniform();
      const { before, after } = await prune(chain(...kernels), { sparsity, scope });
      // A weight goes if fewer than the removed count are before it, by size and then by place.
      const removed = (all: number[]) => {
        const count = Math.round(sparsity * all.length);
        return all.map((value, place) => {
          const ahead = all.filter(
            (other, at) => Math.abs(other) < Math.abs(value) || (Math.abs(other) === Math.abs(value) && at < place),
          ).length;
          return ahead < count ? 0 : value;
        });
      };
      expect(after.flat()).toEqual(scope === "global" ? removed(before.flat()) : before.flatMap(removed));
    }
  });
});

describe('pruneWeights(model, { pattern: "2:4" })', () => {
  test("leaves two of four consecutive inputs of each unit, and two of what is over", async () => {
    const kernel = [
      [1, -9],
      [-2, 8],
      [3, 7],
      [4, -6],
      [5, 1],
      [-7, 3],
      [6, -2],
    ];
    expect((await prune(chain(kernel), { pattern: "2:4" })).after).toEqual([
      [0, -9, 0, 8, 3, 0, 4, 0, 0, 0, -7, 3, 6, -2],
    ]);
  });

  test("groups the input channels of a convolution, and leaves embeddings alone", async () => {
    const convolution = layers.conv2d({ filters: 3, kernelSize: 2, useBias: false, inputShape: [3, 3, 8] });
    const { before, after } = await prune(sequential({ layers: [convolution] }), { pattern: "2:4" });
    // [height · width, groups, 4, filters]
    for (let place = 0; place < 4; place++) {
      for (let first = 0; first < 8; first += 4) {
        for (let filter = 0; filter < 3; filter++) {
          const at = [0, 1, 2, 3].map((index) => (place * 8 + first + index) * 3 + filter);
          const sorted = at.map((index) => Math.abs(before[0]![index]!)).sort((a, b) => b - a);
          const left = at.map((index) => Math.abs(after[0]![index]!)).sort((a, b) => b - a);
          expect(left).toEqual([sorted[0], sorted[1], 0, 0]);
        }
      }
    }
    const embedding = sequential({
      layers: [
        layers.embedding({ inputDim: 5, outputDim: 4, inputLength: 2 }),
        layers.dense({ units: 1, useBias: false }),
      ],
    });
    const words = await prune(embedding, { pattern: "2:4" });
    expect(words.after[0]).toEqual(words.before[0]);
    expect(words.after[1]!.filter((value) => value === 0)).toHaveLength(2);
  });
});

describe("the pruned model", () => {
  test("is a copy: the model is not changed, biases and layers are the same, and training one leaves the other alone", async () => {
    const x = input({ shape: [4] });
    const hidden = layers.dense({ units: 3, activation: "relu", biasInitializer: "ones", name: "hidden" }).apply(x);
    const frozen = layers.dense({ units: 3, name: "frozen", trainable: false }).apply(hidden) as SymbolicTensor;
    const y = layers.add().apply([hidden as SymbolicTensor, frozen]) as SymbolicTensor;
    const model = graph({ inputs: x, outputs: y });
    const before = await kernelsOf(model);
    const pruned = await pruneWeights(model, { sparsity: 0.5 });
    expect(await kernelsOf(model)).toEqual(before);
    expect(pruned.layers.map(({ name, trainable }) => [name, trainable])).toEqual(
      model.layers.map(({ name, trainable }) => [name, trainable]),
    );
    const after = await kernelsOf(pruned);
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(after[0]!.filter((value) => value === 0)).toHaveLength(6);
    tf.tidy(() => pruned.setWeights(pruned.getWeights().map((weight) => tf.zerosLike(weight))));
    expect(await kernelsOf(model)).toEqual(before);
    model.dispose();
    pruned.dispose();
  });

  test("takes as many tensors as it has weights, and none when something is wrong", async () => {
    const model = chain([[1, 2]], [[3], [4]]);
    const tensors = tf.memory().numTensors;
    const pruned = await pruneWeights(model, { sparsity: 0.5 });
    expect(tf.memory().numTensors).toBe(tensors + 2);
    pruned.dispose();
    await expect(pruneWeights(model, { sparsity: 1 })).rejects.toThrow();
    expect(tf.memory().numTensors).toBe(tensors);
    model.dispose();
  });
});

describe("wrong arguments of pruneWeights", () => {
  const model = chain([[1, 2]], [[3], [4]]);
  test.each<[object, string]>([
    [{}, "sparsity must be a finite number, at least 0 and below 1, got undefined"],
    [{ sparsity: 1 }, "sparsity must be a finite number, at least 0 and below 1, got 1"],
    [{ sparsity: { dense_0: 2 } }, "sparsity.dense_0 must be a finite number, at least 0 and below 1, got 2"],
    [{ sparsity: { dense_2: 0.5 } }, 'sparsity must name layers with kernels (did you mean "dense_0"?), got "dense_2"'],
    [{ sparsity: 0.5, scope: "all" }, 'scope must be one of "layer", "global", got "all"'],
    [{ sparsity: {}, scope: "global" }, 'scope must be left out with a sparsity for each layer, got "global"'],
    [{ pattern: "1:4" }, 'pattern must be one of "2:4", got "1:4"'],
    [{ pattern: "2:4", sparsity: 0.5 }, "sparsity must be left out with a pattern, got 0.5"],
  ])("%j", async (options, message) => {
    await expect(pruneWeights(model, options)).rejects.toThrow(`pruneWeights: ${message}`);
  });

  test("models", async () => {
    await expect(pruneWeights({} as LayersModel, { sparsity: 0.5 })).rejects.toThrow(
      "pruneWeights: model must be a LayersModel, got an object",
    );
    await expect(
      pruneWeights(sequential({ layers: [layers.flatten({ inputShape: [2, 2] })] }), { sparsity: 0.5 }),
    ).rejects.toThrow("pruneWeights: model must have trainable weights of two axes or more, got none");
    await expect(pruneWeights(chain([[Number.NaN]]), { sparsity: 0.5 })).rejects.toThrow(
      "pruneWeights: model must have finite weights, got NaN",
    );
  });
});
