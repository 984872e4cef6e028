// Trains the teacher of examples/onnx-teacher, a small convolutional net for generated digits, and writes it as
// `digits.onnx` with pictures in NCHW, as PyTorch exports them. Needs the build.
//
//   node scripts/write-onnx-teacher.mjs
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

// Where it is declared.
const from = (folder) => createRequire(new URL(`../${folder}/package.json`, import.meta.url));
const { build } = from("packages/testing")("esbuild");
const { selectBackend } = await import("../packages/backend/dist/index.js");
const { classNamesOf, generatedDigits } = await import("../packages/datasets/dist/index.js");
const { createCnn, evaluate, sgd, trainClassifier } = await import("../packages/training/dist/index.js");

/** The writer of the tests. */
async function loadWriter() {
  const folder = mkdtempSync(join(tmpdir(), "write-onnx-"));
  const outfile = join(folder, "write-onnx.mjs");
  const entry = fileURLToPath(new URL("../packages/teachers/test/fixtures/write-onnx.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile, format: "esm" });
  return import(pathToFileURL(outfile).href).finally(() => rmSync(folder, { recursive: true }));
}

/** Values in another order of their axes. */
function transpose(values, shape, order) {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const to = order.map((axis) => shape[axis]);
  return Float32Array.from(values, (_, index) => {
    let [rest, at] = [index, 0];
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at += (rest % to[axis]) * strides[order[axis]];
      rest = Math.floor(rest / to[axis]);
    }
    return values[at];
  });
}

await selectBackend({ prefer: ["wasm"] });
const { train, test } = generatedDigits({ trainSize: 4000, testSize: 1000, seed: 7 });
const filters = [8, 16];
const net = createCnn({ exampleShape: [28, 28, 1], filters, kernelSize: 3, batchNorm: false, classCount: 10, seed: 1 });
const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
await trainClassifier(net, train, { epochs: 8, seed: 1, batchSize: 32, optimizer, jitter: 2 });
const { errors } = await evaluate(net, test);

const [kernel1, bias1, kernel2, bias2, dense, bias3] = await Promise.all(
  net.getWeights().map((weight) => weight.data()),
);
const weights = [
  { name: "kernel1", shape: [8, 1, 3, 3], values: transpose(kernel1, [3, 3, 1, 8], [3, 2, 0, 1]) },
  { name: "bias1", shape: [8], values: bias1 },
  { name: "kernel2", shape: [16, 8, 3, 3], values: transpose(kernel2, [3, 3, 8, 16], [3, 2, 0, 1]) },
  { name: "bias2", shape: [16], values: bias2 },
  // Of each picture rows, columns and channels; here channels come first.
  { name: "dense", shape: [784, 10], values: transpose(dense, [7, 7, 16, 10], [2, 0, 1, 3]) },
  { name: "bias3", shape: [10], values: bias3 },
];
const conv = (number, input) => [
  {
    type: "Conv",
    inputs: [input, `kernel${number}`, `bias${number}`],
    outputs: [`conv${number}`],
    ints: { pads: [1, 1, 1, 1] },
  },
  { type: "Relu", inputs: [`conv${number}`], outputs: [`relu${number}`] },
  {
    type: "MaxPool",
    inputs: [`relu${number}`],
    outputs: [`pool${number}`],
    ints: { kernel_shape: [2, 2], strides: [2, 2] },
  },
];
const { writeOnnx } = await loadWriter();
const bytes = writeOnnx({
  inputs: [{ name: "pictures", shape: ["n", 1, 28, 28] }],
  outputs: [{ name: "probabilities", shape: ["n", 10] }],
  nodes: [
    ...conv(1, "pictures"),
    ...conv(2, "pool1"),
    { type: "Flatten", inputs: ["pool2"], outputs: ["flat"] },
    { type: "Gemm", inputs: ["flat", "dense", "bias3"], outputs: ["logits"] },
    { type: "Softmax", inputs: ["logits"], outputs: ["probabilities"] },
  ],
  weights,
});
writeFileSync(new URL("../examples/onnx-teacher/digits.onnx", import.meta.url), bytes);
console.log(`${bytes.length} bytes, classes ${classNamesOf(train).join(", ")}, ${errors} errors of 1,000`);
