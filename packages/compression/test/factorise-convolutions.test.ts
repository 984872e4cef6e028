import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type FactoriseConvolutionsOptions, factoriseConvolutions } from "../src/index.ts";
import { valuesOf } from "./support.ts";

type Sizes = readonly [height: number, width: number, inputs: number, outputs: number];

const random = createRandom(6);
const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());

/** A model of one convolution with a kernel. */
function convolution(kernel: Float32Array, sizes: Sizes, options: object = {}): LayersModel {
  const [height, width, inputs, filters] = sizes;
  return sequential({
    layers: [
      layers.conv2d({
        ...{ name: "conv", filters, kernelSize: [height, width], inputShape: [7, 6, inputs], ...options },
        weights: [tf.tensor(kernel, [...sizes]), tf.tensor1d(normals(filters))],
      }),
    ],
  });
}

/** A kernel of some ranks: `Σ_pq g(s, p, q) a(i, p) b(q, o)`, in float64. */
function composed(
  [places, inputs, outputs]: readonly number[],
  core: ArrayLike<number>,
  a: ArrayLike<number> | undefined,
  b: ArrayLike<number> | undefined,
): Float64Array {
  const [p, q] = [a === undefined ? inputs! : a.length / inputs!, b === undefined ? outputs! : b.length / outputs!];
  const kernel = new Float64Array(places! * inputs! * outputs!);
  for (let s = 0; s < places!; s++)
    for (let i = 0; i < inputs!; i++)
      for (let o = 0; o < outputs!; o++)
        for (let x = 0; x < p; x++)
          for (let y = 0; y < q; y++) {
            const [left, right] = [a?.[i * p + x] ?? Number(i === x), b?.[y * outputs! + o] ?? Number(o === y)];
            kernel[(s * inputs! + i) * outputs! + o]! += core[(s * p + x) * q + y]! * left * right;
          }
  return kernel;
}

const squared = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value * value, 0);

/** Factorises a kernel: the ranks, and the share of its energy that is lost, from the weights of the new layers in float64. */
async function factorised(kernel: Float32Array, sizes: Sizes, options: FactoriseConvolutionsOptions) {
  const [height, width, inputs, outputs] = sizes;
  const model = convolution(kernel, sizes);
  const smaller = await factoriseConvolutions(model, options);
  const weightOf = async (name: string) => {
    const layer = smaller.layers.find((one) => one.name === name);
    return layer === undefined ? undefined : ((await layer.weights[0]!.read().data()) as Float32Array).slice();
  };
  const hasCore = smaller.layers.some(({ name }) => name === "conv_core");
  const [a, core] = [await weightOf("conv_reduce"), (await weightOf(hasCore ? "conv_core" : "conv"))!];
  const b = hasCore ? await weightOf("conv") : undefined;
  const near = composed([height * width, inputs, outputs], core, a, b);
  const lost = squared(kernel.map((value, at) => value - near[at]!)) / squared(kernel);
  const ranks = [a === undefined ? inputs : a.length / inputs, b === undefined ? outputs : b.length / outputs];
  const parameters = [a, core, b].reduce((sum, part) => sum + (part?.length ?? 0), 0);
  for (const one of [model, smaller]) one.dispose();
  return { ranks, lost, parameters, a, b };
}

describe("factoriseConvolutions(model, options)", () => {
  test("by hand: of a kernel of two channels and filters, one each", async () => {
    // One place wide, two high: 8 from channel 0 to filter 1, and 1 from channel 1 to filter 0.
    const kernel = Float32Array.of(0, 8, 0, 0, 0, 0, 1, 0);
    const { lost, ranks } = await factorised(kernel, [2, 1, 2, 2], { ranks: { conv: [1, 1] } });
    expect(ranks).toEqual([1, 1]);
    expect(lost).toBeCloseTo(1 / 65, 6);
  });

  test("of kernels that have some ranks, finds them, by energy and by count, with orthonormal columns", async () => {
    for (const [sizes, [p, q]] of [
      [
        [3, 3, 8, 10],
        [2, 3],
      ],
      [
        [1, 5, 12, 9],
        [3, 1],
      ],
      [
        [2, 2, 12, 9],
        [4, 4],
      ],
    ] as const) {
      const [height, width, inputs, outputs] = sizes;
      const parts = [normals(height * width * p * q), normals(inputs * p), normals(q * outputs)] as const;
      const kernel = Float32Array.from(composed([height * width, inputs, outputs], ...parts));
      const byEnergy = await factorised(kernel, sizes, { energy: 1 });
      expect(byEnergy.ranks).toEqual([p, q]);
      expect(byEnergy.lost).toBeLessThan(1e-10);
      const { lost, a, b } = await factorised(kernel, sizes, { ranks: { conv: [p, q] } });
      expect(lost).toBeLessThan(1e-10);
      const dot = (x: number, y: number) => {
        return Array.from({ length: inputs }, (_, i) => a![i * p + x]! * a![i * p + y]!).reduce(
          (sum, one) => sum + one,
          0,
        );
      };
      for (let x = 0; x < p; x++) for (let y = 0; y < p; y++) expect(dot(x, y)).toBeCloseTo(Number(x === y), 5);
      expect(squared(b!)).toBeCloseTo(q, 4);
    }
  });

  test("the error never rises from sweep to sweep, is at least what each mode loses and at most their sum, and falls with the ranks", async () => {
    let improved = 0;
    for (const sizes of [
      [3, 3, 5, 6],
      [2, 3, 8, 4],
      [1, 2, 3, 7],
      [3, 1, 6, 6],
    ] as const) {
      const kernel = normals(sizes[0] * sizes[1] * sizes[2] * sizes[3]);
      for (const ranks of [
        [1, 1],
        [2, 3],
        [2, 2],
      ] as const) {
        const errors: number[] = [];
        for (const sweeps of [0, 1, 2, 5]) {
          errors.push((await factorised(kernel, sizes, { ranks: { conv: ranks }, sweeps })).lost);
        }
        for (const [at, error] of errors.slice(1).entries()) expect(error).toBeLessThanOrEqual(errors[at]! + 1e-7);
        if (errors.at(-1)! < errors[0]! - 1e-4) improved++;
        // With one mode whole, the truncated SVD of the other is the best there is.
        const [one, other] = [
          [ranks[0], sizes[3]],
          [sizes[2], ranks[1]],
        ] as const;
        const modes = [
          await factorised(kernel, sizes, { ranks: { conv: one } }),
          await factorised(kernel, sizes, { ranks: { conv: other } }),
        ];
        const lost = modes.map((mode) => mode.lost);
        expect(errors.at(-1)!).toBeGreaterThan(Math.max(...lost) - 1e-6);
        expect(errors[0]!).toBeLessThan(lost[0]! + lost[1]! + 1e-6);
      }
    }
    expect(improved).toBeGreaterThan(5);
  });

  test("takes names that are free, so that a core can be factorised again", async () => {
    const model = convolution(normals(9 * 48), [3, 3, 6, 8]);
    const once = await factoriseConvolutions(model, { ranks: { conv: [4, 8] } });
    const twice = await factoriseConvolutions(once, { ranks: { conv: [2, 3] } });
    expect(twice.layers.map(({ name }) => name)).toEqual(["conv_reduce", "conv_reduce_2", "conv_core", "conv"]);
    expect(twice.weights.map(({ shape }) => shape.join(" × "))).toEqual([
      ...["1 × 1 × 6 × 4", "1 × 1 × 4 × 2", "3 × 3 × 2 × 3", "1 × 1 × 3 × 8", "8"],
    ]);
    for (const each of [model, once, twice]) each.dispose();
  });

  test("by energy loses at most its share, with the fewest parameters of all ranks that do", async () => {
    const sizes: Sizes = [3, 3, 6, 8];
    const kernel = normals(9 * 48).map((value, at) => value / (1 + (at % 8) ** 2) / (1 + (Math.floor(at / 8) % 6)));
    for (const energy of [0.5, 0.8, 0.95]) {
      const { ranks, lost, parameters } = await factorised(kernel, sizes, { energy, sweeps: 0 });
      expect(lost).toBeLessThanOrEqual(1 - energy + 1e-6);
      for (let p = 1; p <= 6; p++) {
        for (let q = 1; q <= 8; q++) {
          const other = await factorised(kernel, sizes, { ranks: { conv: [p, q] }, sweeps: 0 });
          if (other.parameters < parameters) expect(other.lost).toBeGreaterThan(1 - energy);
          if (other.ranks.join() === ranks.join()) expect(other.lost).toBeCloseTo(lost, 6);
        }
      }
    }
  });

  test("a budget is kept, goes where most energy is, and is refused below ranks of 1", async () => {
    const chain = () => {
      const weak = normals(9 * 64).map((value, at) => (at % 64 === 0 ? 3 * value : 0.01 * value));
      const model = sequential({
        layers: [
          layers.conv2d({
            name: "weak",
            filters: 8,
            kernelSize: 3,
            inputShape: [9, 9, 8],
            useBias: false,
            weights: [tf.tensor(weak, [3, 3, 8, 8])],
          }),
          layers.conv2d({
            name: "full",
            filters: 8,
            kernelSize: 3,
            useBias: false,
            weights: [tf.tensor(normals(576), [3, 3, 8, 8])],
          }),
        ],
      });
      return model;
    };
    const model = chain();
    const parametersOf = async (budget: number) => {
      const smaller = await factoriseConvolutions(model, { budget });
      const [all, weak] = [smaller.countParams(), smaller.getLayer("weak_reduce").countParams() / 8];
      smaller.dispose();
      return { all, weak };
    };
    for (const budget of [50, 200, 400, 700]) {
      const { all, weak } = await parametersOf(budget);
      expect(all).toBeLessThanOrEqual(budget);
      expect(all).toBeGreaterThan(0.85 * budget);
      // Above 601 the other one is whole.
      if (budget < 601) expect(weak).toBeLessThan(4);
    }
    await expect(factoriseConvolutions(model, { budget: 49 })).rejects.toThrow(
      "factoriseConvolutions: budget must be at least 50, for ranks of 1, got 49",
    );
    model.dispose();
  });

  test("answers as the convolution with the composed kernel does: strides, padding, dilation, bias and activation, in graphs too", async () => {
    for (const [sizes, options] of [
      [[3, 3, 4, 5], { strides: 2, padding: "same", activation: "relu" }],
      [[2, 3, 4, 5], { dilationRate: 2, activation: "tanh" }],
    ] as const) {
      const [height, width, inputs, outputs] = sizes;
      const parts = [normals(height * width * 4), normals(inputs * 2), normals(2 * outputs)] as const;
      const kernel = Float32Array.from(composed([height * width, inputs, outputs], ...parts));
      const model = convolution(kernel, sizes, options);
      const x = input({ shape: [7, 6, 4], name: "x" });
      const graph = modelOf({ inputs: x, outputs: model.getLayer("conv").apply(x) as SymbolicTensor, name: "graph" });
      const examples = tf.randomNormal([3, 7, 6, 4], 0, 1, "float32", 7);
      const wanted = [...(await (model.predict(examples) as tf.Tensor).data())];
      for (const one of [model, graph]) {
        const smaller = await factoriseConvolutions(one, { ranks: 2 });
        expect(smaller.layers.map(({ name }) => name).slice(-3)).toEqual(["conv_reduce", "conv_core", "conv"]);
        const given = await (smaller.predict(examples) as tf.Tensor).data();
        for (const [at, value] of wanted.entries()) expect(given[at]).toBeCloseTo(value, 4);
        smaller.dispose();
      }
      model.dispose();
      examples.dispose();
    }
  });

  test("leaves what would not get smaller, and 1 × 1 convolutions; a mode of full rank needs no convolution", async () => {
    const model = sequential({
      layers: [
        layers.conv2d({ name: "first", filters: 8, kernelSize: 3, inputShape: [6, 6, 1] }),
        layers.conv2d({ name: "point", filters: 8, kernelSize: 1 }),
        layers.conv2d({ name: "last", filters: 4, kernelSize: 2 }),
      ],
    });
    const tensors = tf.memory().numTensors;
    const smaller = await factoriseConvolutions(model, { ranks: 3 });
    expect(smaller.layers.map(({ name }) => name)).toEqual([
      "first_core",
      "first",
      "point",
      "last_reduce",
      "last_core",
      "last",
    ]);
    smaller.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    const same = await factoriseConvolutions(model, { ranks: 8 });
    expect(await valuesOf(same)).toEqual(await valuesOf(model));
    for (const one of [model, same]) one.dispose();
  });

  test.each<[object, string]>([
    [{}, "options must have one of ranks, energy and budget, got none"],
    [{ ranks: 1, energy: 0.5 }, "options must have one of ranks, energy and budget, got ranks and energy"],
    [{ ranks: 9 }, "ranks must be an integer, at least 1 and at most 8, got 9"],
    [{ ranks: { conv: [3, 9] } }, "ranks.conv.1 must be an integer, at least 1 and at most 8, got 9"],
    [{ ranks: { conv: [5, 8] } }, "ranks.conv.0 must be an integer, at least 1 and at most 4, got 5"],
    [{ ranks: { conv: 3 } }, "ranks.conv must be a pair of channels and filters, got 3"],
    [
      { ranks: { con: [1, 1] } },
      'ranks must name convolutions with windows of more than one place (did you mean "conv"?), got "con"',
    ],
    [{ energy: 0 }, "energy must be a positive finite number, at most 1, got 0"],
    [{ energy: 0.5, sweeps: -1 }, "sweeps must be an integer, at least 0, got -1"],
  ])("%j", async (options, message) => {
    const model = convolution(normals(9 * 32), [3, 3, 4, 8]);
    await expect(factoriseConvolutions(model, options as FactoriseConvolutionsOptions)).rejects.toThrow(
      `factoriseConvolutions: ${message}`,
    );
    model.dispose();
  });
});
