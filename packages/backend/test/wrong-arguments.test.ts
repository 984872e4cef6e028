import "@tensorflow/tfjs-layers";
import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll } from "vitest";
import * as backend from "../src/index.ts";
import * as node from "../src/node/index.ts";

const bias = tf.tensor1d([1, 2]);
const square = tf.tensor2d([
  [1, 2],
  [3, 4],
]);
const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
const sequence = tf.tensor3d([[[1, 2]]]);
const variable = () => tf.variable(square);
const adam = { step: 1, learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.1 };
const choice = {
  name: "cpu",
  engine: "cpu",
  device: "cpu",
  version: "4",
  tfjsVersion: "4",
  repairs: [],
  capabilities: {},
  remarks: [],
  passedOver: [],
  reason: "named",
};
let time = 0;
const now = () => time++;
/** What is looked at as a whole. */
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);
const binding = { cwd: "/nowhere", environment: closed({}), from: "/nowhere", into: "/nowhere", gpu: false };
const chosen = tf.getBackend();
afterAll(() => tf.setBackend(chosen).then(() => undefined));

testWrongArguments(
  { ...backend, ...node },
  {
    adamUpdate: [backend.adamUpdate, [variable(), square, { mean: variable(), meanSquare: variable(), ...adam }]],
    assertGradientsRegistered: [backend.assertGradientsRegistered, ["f"]],
    adviseBackend: [backend.adviseBackend, [[closed({ name: "wasm", obstacle: { reason: "no", cure: "yes" } })]]],
    checkNativeBinding: [node.checkNativeBinding, [binding]],
    describeBackend: [backend.describeBackend, [choice]],
    examineBackends: [
      // Only the check: examining takes seconds.
      async (...args: Parameters<typeof backend.examineBackends>) => {
        if (typeof args[0]?.now !== "function") await backend.examineBackends(...args).next();
      },
      [{ now }],
    ],
    fusedBatchNorm: [backend.fusedBatchNorm, [square, bias, bias, { epsilon: 1e-3 }]],
    fusedConv2d: [
      backend.fusedConv2d,
      [image, tf.ones([1, 1, 1, 2]), bias, { strides: [1, 1], pad: "same", activation: "relu" }],
    ],
    fusedDense: [backend.fusedDense, [square, square, bias, "relu"]],
    isPlainWasm: [backend.isPlainWasm, []],
    nativeLayers: [backend.nativeLayers, []],
    fusedRecurrent: [
      backend.fusedRecurrent,
      [
        sequence,
        { kernel: square, recurrentKernel: square, bias },
        { cell: "simple", activation: "tanh", gateActivation: "sigmoid", returnSequences: true, goBackwards: false },
      ],
    ],
    installNativeBinding: [node.installNativeBinding, [{ ...binding, onStep() {} }]],
    measureMatMul: [backend.measureMatMul, [{ now, size: 2, rounds: 1, transposeA: true, transposeB: true }]],
    measurePeak: [
      backend.measurePeak,
      [
        {
          now: () => {
            throw new Error("checked");
          },
        },
      ],
    ],
    repairWasm: [
      (...args: Parameters<typeof backend.repairWasm>) => {
        if (backend.repairWasm(...args).applied.length > 0) backend.restoreWasm();
      },
      [{ wasmVersion: "0.0.0", coreVersion: tf.version_core }],
    ],
    restoreWasm: [backend.restoreWasm, []],
    seededDropout: [backend.seededDropout, [square, { rate: 0.5, seed: 1 }]],
    selectBackend: [
      // Without names it would try all backends.
      async (options: backend.SelectBackendOptions) => {
        const isObject = options === undefined || (typeof options === "object" && options !== null);
        if (isObject && !Array.isArray(options) && options?.prefer === undefined) return;
        await backend.selectBackend(options);
      },
      [{ prefer: ["cpu"], device: "cpu", threads: 1, repairs: true, wasmPaths: "no/", blas: "none" }],
    ],
    sgdUpdate: [
      backend.sgdUpdate,
      [
        variable(),
        square,
        { learningRate: 0.1, velocity: variable(), momentum: 0.9, nesterov: true, weightDecay: 0.1 },
      ],
    ],
  },
);
