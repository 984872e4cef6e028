import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as core from "../src/index.ts";

const matrix = core.createMatrix(2, 2, Float64Array.of(1, 2, 3, 4));
const random = core.createRandom(1);

/**
 * Right arguments of every exported function, and of the methods of what they return. Of what asserts, the value alone may be
 * anything: the rest is written in code.
 */
testWrongArguments(core, {
  assertArray: [(value: unknown) => core.assertArray("f", "a", value, "numbers"), [[1]]],
  assertFields: [(value: unknown) => core.assertFields("f", value, { a: "number?" }), [{ a: 1 }]],
  assertInteger: [(value: unknown) => core.assertInteger("f", "a", value, { min: 0 }), [1]],
  assertMatrix: [(value: unknown) => core.assertMatrix("f", "a", value), [matrix]],
  assertNumber: [(value: unknown) => core.assertNumber("f", "a", value, { min: 0 }), [1]],
  assertObject: [(value: unknown) => core.assertObject("f", "a", value), [{}]],
  assertAddress: [(value: unknown) => core.assertAddress("f", "a", value), ["/x"]],
  assertOneOf: [(value: unknown) => core.assertOneOf("f", "a", value, ["x", "y"]), ["x"]],
  assertOptions: [(value: unknown) => core.assertOptions("f", value, { a: true }), [{ a: 1 }]],
  assertShape: [(value: never) => core.assertShape("f", "a", value, [1, 2], "b"), [[1, 2]]],
  createMatrix: [core.createMatrix, [2, 2, new Float32Array(4)]],
  createRandom: [core.createRandom, [1]],
  deriveSeed: [core.deriveSeed, [1, "order", 2]],
  formatShape: [core.formatShape, [[1, 2]]],
  formatValue: [core.formatValue, [1]],
  fusesMultiplyAdd: [core.fusesMultiplyAdd, []],
  joinBytes: [core.joinBytes, [[Uint8Array.of(1)]]],
  logSoftmax: [core.logSoftmax, [[1, 2], { temperature: 2 }]],
  logSumExp: [core.logSumExp, [[1, 2]]],
  logOddsOfProbs: [core.logOddsOfProbs, [[0.25, 0.75], { temperature: 2 }]],
  logitsOfProbs: [core.logitsOfProbs, [[0.25, 0.75], { temperature: 2 }]],
  matrixRow: [core.matrixRow, [matrix, 1]],
  nearestName: [core.nearestName, ["temp", ["temperature"]]],
  oneLine: [(text: string) => core.oneLine(text, 3), ["text"]],
  ownLayers: [core.ownLayers, [{ layers: [{ name: "a" }] }]],
  "Random.integer": [random.integer, [3]],
  "Random.permutation": [random.permutation, [3]],
  resample: [core.resample, [[0, 0.5], { from: 8000, to: 16_000 }]],
  restoreRandom: [core.restoreRandom, [[1, 2, 3, 4]]],
  softmax: [core.softmax, [[1, 2], { temperature: 2 }]],
  yieldToEventLoop: [core.yieldToEventLoop, []],
});
