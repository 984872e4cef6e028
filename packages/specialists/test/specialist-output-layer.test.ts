import { createRandom, logSumExp, softmax } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { dustbinLogits, type OutputLayer, specialistOutputLayer, specialistProbs } from "../src/index.ts";
import { expectClose, messageOf } from "./support.ts";

const normals = (length: number, seed: number) => {
  const random = createRandom(seed);
  return Float32Array.from({ length }, () => random.normal());
};

function logitsOf({ weights, bias }: OutputLayer, features: Float32Array): Float32Array {
  const size = weights.length / bias.length;
  return Float32Array.from({ length: (features.length / size) * bias.length }, (_, at) => {
    const [row, k] = [Math.floor(at / bias.length), at % bias.length];
    let logit = bias[k]!;
    for (let f = 0; f < size; f++) logit += features[row * size + f]! * weights[f * bias.length + k]!;
    return logit;
  });
}

/** KL(generalist with its other classes summed, specialist), mean over the rows. */
function divergence(generalist: OutputLayer, layer: OutputLayer, features: Float32Array, oversampling: number): number {
  const logits = dustbinLogits(logitsOf(generalist, features), specialist, { temperature: 1 });
  const actual = specialistProbs(logitsOf(layer, features), specialist, { oversampling });
  const width = layer.bias.length;
  let sum = 0;
  for (let start = 0; start < logits.length; start += width) {
    const exact = softmax(logits.subarray(start, start + width));
    exact.forEach((p, k) => {
      if (p > 0) sum += p * Math.log(p / actual[start + k]!);
    });
  }
  return sum / (logits.length / width);
}

const [size, classCount] = [6, 12];
const specialist = { classes: [2, 7, 5], classCount };
const generalist = { weights: normals(size * classCount, 1), bias: normals(classCount, 2) };
const features = normals(400 * size, 3);

describe("specialistOutputLayer(generalist, specialist, { features, oversampling })", () => {
  it("takes over the columns of its own classes", () => {
    const { weights, bias } = specialistOutputLayer(generalist, specialist, { features, oversampling: 3 });
    specialist.classes.forEach((own, k) => {
      expect(bias[k]).toBe(generalist.bias[own]);
      for (let f = 0; f < size; f++) expect(weights[f * 4 + k]).toBe(generalist.weights[f * classCount + own]);
    });
  });

  it("is exact where the dustbin's logit is linear: the others share one column, or there is only one", () => {
    const same = { weights: generalist.weights.slice(), bias: generalist.bias };
    for (let at = 0; at < same.weights.length; at++) {
      if (!specialist.classes.includes(at % classCount)) same.weights[at] = (Math.floor(at / classCount) - 2) / 4;
    }
    const layer = specialistOutputLayer(same, specialist, { features, oversampling: 5 });
    expect(divergence(same, layer, normals(50 * size, 9), 5)).toBeLessThan(1e-8);
    const rest = same.bias.filter((_, index) => !specialist.classes.includes(index));
    expect(layer.bias[3]).toBeCloseTo(logSumExp(rest) - Math.log(5), 5);
  });

  it("is least squares: the residuals are orthogonal to every feature and to 1, also where features are nearly the same", () => {
    const alike = features.map((value, at) => features[at - (at % size)]! + 3 + 0.02 * value);
    for (const inputs of [features, alike]) {
      const layer = specialistOutputLayer(generalist, specialist, { features: inputs, oversampling: 1 });
      const exact = dustbinLogits(logitsOf(generalist, inputs), specialist, { temperature: 1 });
      const fitted = logitsOf(layer, inputs);
      const residuals = Float64Array.from({ length: 400 }, (_, row) => exact[row * 4 + 3]! - fitted[row * 4 + 3]!);
      const moment = (read: (row: number) => number) =>
        residuals.reduce((sum, residual, row) => sum + residual * read(row), 0) / 400;
      expect(Math.abs(moment(() => 1))).toBeLessThan(1e-5);
      for (let f = 0; f < size; f++) {
        // Of what this feature has that the first has not.
        const own = moment((row) => inputs[row * size + f]! - (f === 0 ? 0 : inputs[row * size]!));
        expect(Math.abs(own)).toBeLessThan(5e-5);
      }
    }
  });

  it("starts several times nearer to the generalist than the mean column with the logarithm of the count", () => {
    const layer = specialistOutputLayer(generalist, specialist, { features, oversampling: 4 });
    const mean = { weights: layer.weights.slice(), bias: layer.bias.slice() };
    const rest = Array.from({ length: classCount }, (_, index) => index).filter((i) => !specialist.classes.includes(i));
    const average = (read: (index: number) => number) => rest.reduce((sum, i) => sum + read(i), 0) / rest.length;
    for (let f = 0; f < size; f++) mean.weights[f * 4 + 3] = average((i) => generalist.weights[f * classCount + i]!);
    mean.bias[3] = average((i) => generalist.bias[i]!) + Math.log(rest.length) - Math.log(4);
    const unseen = normals(500 * size, 11);
    const fitted = divergence(generalist, layer, unseen, 4);
    expect(fitted).toBeLessThan(0.1);
    expect(divergence(generalist, mean, unseen, 4)).toBeGreaterThan(4 * fitted);
  });

  it("needs no more than the mean column where the rows leave it open", () => {
    const none = specialistOutputLayer(generalist, specialist, { features: new Float32Array(0), oversampling: 1 });
    const one = specialistOutputLayer(generalist, specialist, { features: new Float32Array(size), oversampling: 1 });
    // A row of zeros says something about the bias only.
    for (let f = 0; f < size; f++) expect(one.weights[f * 4 + 3]).toBe(none.weights[f * 4 + 3]);
    const rest = generalist.bias.filter((_, index) => !specialist.classes.includes(index));
    expect(one.bias[3]).toBeCloseTo(logSumExp(rest), 4);
  });

  it("converges for features of very different size, and for ones that are always 0", () => {
    const scaled = features.map((value, at) => value * [1e3, 1, 1e-2, 1, 0, 5][at % size]!);
    const weights = generalist.weights.map(
      (value, at) => value / [1e3, 1, 1e-2, 1, 1, 5][Math.floor(at / classCount)]!,
    );
    const layer = specialistOutputLayer({ ...generalist, weights }, specialist, { features: scaled, oversampling: 1 });
    const without = features.map((value, at) => (at % size === 4 ? 0 : value));
    const plain = specialistOutputLayer(generalist, specialist, { features: without, oversampling: 1 });
    expectClose(logitsOf(layer, scaled), logitsOf(plain, without), 0.01);
  });

  it.each([
    [
      "a bias of another length",
      { ...generalist, bias: new Float32Array(3) },
      {},
      "generalist.bias must have length 12 (the classes), got 3",
    ],
    [
      "half a kernel",
      { ...generalist, weights: new Float32Array(13) },
      {},
      "generalist.weights must have a length that is a multiple of 12 (the classes), got 13",
    ],
    [
      "half a row",
      generalist,
      { features: new Float32Array(7) },
      "features must have a length that is a multiple of 6 (the features that generalist.weights has), got 7",
    ],
    [
      "NaN in features",
      generalist,
      { features: new Float32Array(6).fill(Number.NaN) },
      "features[0] must be a finite number, got NaN",
    ],
    [
      "NaN in a bias",
      { ...generalist, bias: new Float32Array(12).fill(Number.NaN) },
      {},
      "generalist.bias[0] must be a finite number, got NaN",
    ],
    ["no oversampling", generalist, { oversampling: 0 }, "oversampling must be a positive finite number, got 0"],
  ])("says what is wrong with %s", (_, layer, options, message) => {
    const call = () => specialistOutputLayer(layer, specialist, { features, oversampling: 1, ...options });
    expect(messageOf(call)).toBe(`specialistOutputLayer: ${message}`);
  });
});
