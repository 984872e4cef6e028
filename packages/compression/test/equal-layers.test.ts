import { createCnn, createMlp } from "@dark-knowledge/training";
import { input, layers, model as modelOf, type SymbolicTensor, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { equalLayers, shareLayers } from "../src/index.ts";

const dense = (name: string, units: number, more: object = {}) =>
  layers.dense({ name, units, activation: "relu", ...more });

describe("equalLayers(model)", () => {
  test("groups layers with equal settings and shapes, by hand", () => {
    const model = sequential({
      layers: [
        // 4 × 6, 6 × 6, 6 × 6 with another activation, 6 × 6 like the second, 6 × 4, 4 × 6 like the first.
        dense("a", 6, { inputShape: [4] }),
        dense("b", 6),
        dense("c", 6, { activation: "tanh" }),
        layers.dropout({ name: "drop", rate: 0.5 }),
        dense("d", 6, { kernelInitializer: "zeros" }),
        dense("e", 4),
        dense("f", 6, { useBias: false }),
        dense("g", 4),
        dense("h", 6, { useBias: false }),
      ],
    });
    expect(equalLayers(model)).toEqual([
      ["b", "d"],
      ["e", "g"],
      ["f", "h"],
    ]);
    model.dispose();
  });

  test("finds convolutions, but no layers without kernels", () => {
    const net = createCnn({ exampleShape: [8, 8, 1], filters: [3, 3, 3], hiddenUnits: [5], classCount: 2, seed: 1 });
    const groups = equalLayers(net);
    expect(groups.map((group) => group.map((name) => net.getLayer(name).getClassName()))).toEqual([
      ["Conv2D", "Conv2D"],
    ]);
    net.dispose();
    const normalised = sequential({
      layers: [
        dense("a", 3, { inputShape: [2] }),
        layers.batchNormalization({ name: "n" }),
        layers.batchNormalization({ name: "m" }),
      ],
    });
    expect(equalLayers(normalised)).toEqual([]);
    normalised.dispose();
  });

  test("finds none in a net with branches, with several outputs, or whose layers are shared already", async () => {
    const x = input({ shape: [3], name: "x" });
    const apply = (name: string, to: SymbolicTensor) => dense(name, 3).apply(to) as SymbolicTensor;
    const [left, right] = [apply("left", x), apply("right", x)];
    const branches = modelOf({ inputs: x, outputs: layers.add().apply([left, right]) as SymbolicTensor });
    const second = apply("second", left);
    const twoOutputs = modelOf({ inputs: x, outputs: [left, second] });
    const chain = modelOf({ inputs: x, outputs: second });
    expect([branches, twoOutputs, chain].map(equalLayers)).toEqual([[], [], [["left", "second"]]]);
    const shared = await shareLayers(chain, { layers: equalLayers(chain) });
    expect(equalLayers(shared)).toEqual([]);
  });

  test("gives what shareLayers takes: half of the hidden weights of an MLP", async () => {
    const net = createMlp({ exampleShape: [5], hiddenUnits: [7, 7, 7], classCount: 3, seed: 1 });
    const shared = await shareLayers(net, { layers: equalLayers(net) });
    // 5 × 7 + 7, two of 7 × 7 + 7, 7 × 3 + 3; then one of them.
    expect([net.countParams(), shared.countParams()]).toEqual([178, 122]);
    for (const one of [net, shared]) one.dispose();
  });

  test("refuses what is no model", () => {
    expect(() => equalLayers({} as never)).toThrow("equalLayers: model must be a LayersModel, got an object");
  });
});
