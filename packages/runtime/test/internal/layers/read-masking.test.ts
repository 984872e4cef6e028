import { model as graph, input, layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { artifactsOf } from "../../../src/artifacts-of.ts";
import { compileModel } from "../../../src/compile-model.ts";

test("positions of one value become zeros, others stay as they are", async () => {
  const model = sequential({ layers: [layers.masking({ maskValue: -1, inputShape: [null as never, 2] })] });
  const net = compileModel(await artifactsOf(model));
  expect(net.predict(Float32Array.of(-1, -1, -1, 0, 0, 0, 5, -1), 2)).toEqual(
    Float32Array.of(0, 0, -1, 0, 0, 0, 5, -1),
  );
  expect(net.masksPadding).toBe(true);
});

test("what normalises the result does not change the mask", async () => {
  const model = sequential({
    layers: [
      layers.dense({ units: 1, useBias: false, inputShape: [3, 1], kernelInitializer: "ones" }),
      layers.masking(),
      layers.batchNormalization({ betaInitializer: "ones", epsilon: 0 }),
      layers.gru({ units: 1, kernelInitializer: "ones", recurrentInitializer: "zeros", activation: "linear" }),
    ],
  });
  const net = compileModel(await artifactsOf(model));
  // Of 0, 4 and 0 only the 4 counts, as 5: the update gate is hardSigmoid(5) = 1, which keeps the 0 from before.
  expect(net.predict(Float32Array.of(0, 4, 0))).toEqual(Float32Array.of(0));
  // −4 becomes −3, its gate 0.2·(−3) + 0.5 = −0.1, which is cut to 0.
  expect(net.predict(Float32Array.of(0, -4, 0))).toEqual(Float32Array.of(-3));
});

test("layers that would forget the mask, or join several, are refused", async () => {
  const lead = "compileModel: artifacts must have layers that can be compiled, got layer ";
  const x = input({ shape: [4, 2] });
  const masked = layers.masking().apply(x) as typeof x;
  const others = [
    [layers.flatten({ name: "flat" }).apply(masked), "flat, which does not know which positions count"],
    [layers.globalAveragePooling1d({ name: "mean" }).apply(masked), "mean, which does not know which positions count"],
    [layers.add({ name: "sum" }).apply([masked, x]), "sum, which joins sequences with several masks"],
  ] as const;
  for (const [outputs, message] of others) {
    const artifacts = await artifactsOf(graph({ inputs: x, outputs: outputs as typeof x }));
    expect(() => compileModel(artifacts)).toThrow(lead + message);
  }
  const [one, two] = [0, 1].map(() => input({ shape: [null as never, 2] })) as [typeof x, typeof x];
  const outputs = layers.add({ name: "sum" }).apply([one, two]) as typeof x;
  const artifacts = await artifactsOf(graph({ inputs: [one, two], outputs }));
  expect(() => compileModel(artifacts)).toThrow(`${lead}sum, which joins sequences of several inputs`);
});
