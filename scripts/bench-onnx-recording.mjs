// Compares recording an ONNX teacher, answers on the disk included, with calling its runtime alone on the same batches. The two take
// turns, each with one thread of the runtime. Both make the batches from the data set; with --prepared they are there already for the
// runtime alone. Next to the clock it shows the ratio of processor time, which a busy machine changes less. The model is a convolutional net with random weights, or the one of examples/onnx-teacher with --filters 0. Runs in
// onnxruntime-node where the current directory has it, and otherwise in onnxruntime-web. Needs the build.
//
//   node scripts/bench-onnx-recording.mjs --filters 16,32 --rounds 9
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../packages/core/dist/index.js";
import { batches, classNamesOf, generatedDigits } from "../packages/datasets/dist/index.js";
import { openSoftTargets } from "../packages/soft-targets/dist/node/index.js";
import { onnxTeacher } from "../packages/teachers/dist/index.js";
import { loadOnnxRuntime } from "../packages/teachers/dist/node/load-onnx-runtime.js";
import { toTeacherFunction } from "../packages/teachers/dist/tfjs/index.js";
import { recordSoftTargets } from "../packages/training/dist/node/index.js";

const { values } = parseArgs({
  options: {
    filters: { type: "string", default: "16,32" },
    examples: { type: "string", default: "20000" },
    "batch-size": { type: "string", default: "512" },
    rounds: { type: "string", default: "9" },
    prepared: { type: "boolean", default: false },
  },
});
const [examples, batchSize, rounds] = ["examples", "batch-size", "rounds"].map((name) => Number(values[name]));
// Where it is declared.
const from = (folder) => createRequire(new URL(`../${folder}/package.json`, import.meta.url));
await import(pathToFileURL(from("examples/onnx-teacher").resolve("@tensorflow/tfjs-backend-cpu")).href);
const { build } = from("packages/testing")("esbuild");

const { InferenceSession, Tensor } = await loadOnnxRuntime("bench-onnx-recording");
// More threads wait for work in a loop, which takes processor time.
const create = (bytes) => InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const runtime = { InferenceSession: { create }, Tensor };
const filters = values.filters.split(",").map(Number);
const model =
  filters[0] === 0
    ? readFileSync(new URL("../examples/onnx-teacher/digits.onnx", import.meta.url))
    : await writeNet(filters);
const { train } = generatedDigits({ trainSize: examples, testSize: 0, seed: 1 });
const session = await create(model);
const [input, output] = [session.inputNames[0], session.outputNames[0]];
const inBatches = () => batches(train, { batchSize, order: "stored" });
const prepared = values.prepared ? [...inBatches()] : undefined;

/** The bytes of a net of two convolutions and a dense layer, with pictures in NCHW. */
async function writeNet([first, second]) {
  const folder = mkdtempSync(join(tmpdir(), "write-onnx-"));
  const outfile = join(folder, "write-onnx.mjs");
  const entry = fileURLToPath(new URL("../packages/teachers/test/fixtures/write-onnx.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile, format: "esm" });
  const { writeOnnx } = await import(pathToFileURL(outfile).href).finally(() => rmSync(folder, { recursive: true }));
  const random = createRandom(1);
  const weight = (name, ...shape) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { name, shape, values: Float32Array.from({ length: count }, () => random.normal() / 8) };
  };
  const conv = (number, input) => [
    { type: "Conv", inputs: [input, `kernel${number}`], outputs: [`conv${number}`], ints: { pads: [1, 1, 1, 1] } },
    { type: "Relu", inputs: [`conv${number}`], outputs: [`relu${number}`] },
  ];
  return writeOnnx({
    inputs: [{ name: "pictures", shape: ["n", 1, 28, 28] }],
    outputs: [{ name: "logits", shape: ["n", 10] }],
    nodes: [
      ...conv(1, "pictures"),
      ...conv(2, "relu1"),
      { type: "Flatten", inputs: ["relu2"], outputs: ["flat"] },
      { type: "Gemm", inputs: ["flat", "dense", "bias"], outputs: ["logits"] },
    ],
    weights: [
      weight("kernel1", first, 1, 3, 3),
      weight("kernel2", second, first, 3, 3),
      weight("dense", 784 * second, 10),
      weight("bias", 10),
    ],
  });
}

/** The predicted class of each row, added up: the same for logits and for their softmax. */
function addClasses(rows) {
  let sum = 0;
  for (let from = 0; from < rows.length; from += 10) {
    const row = rows.subarray(from, from + 10);
    sum += row.indexOf(Math.max(...row));
  }
  return sum;
}

/** Starts to measure; the result ends it. */
function startWatch() {
  const [start, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { clock: (performance.now() - start) / 1000, processor: (user + system) / 1e6 };
  };
}

/** Calls the runtime on all batches; its answers are kept. */
async function runAlone() {
  const stop = startWatch();
  const answers = [];
  for (const { ids, inputs } of prepared ?? inBatches()) {
    const tensor = new Tensor("float32", Object.values(inputs)[0].values, [ids.length, 1, 28, 28]);
    answers.push((await session.run({ [input]: tensor }, [output]))[output].data);
  }
  return { ...stop(), sum: answers.reduce((sum, rows) => sum + addClasses(rows), 0) };
}

const teacher = await onnxTeacher(model, { runtime, classNames: classNamesOf(train) });

async function record() {
  const directory = mkdtempSync(join(tmpdir(), "bench-onnx-"));
  try {
    const asked = toTeacherFunction(teacher, train);
    const stop = startWatch();
    await recordSoftTargets(asked, train, join(directory, "answers"), { teacherFingerprint: "digits", batchSize });
    const seconds = stop();
    const store = await openSoftTargets(join(directory, "answers"));
    const { logits } = await store.read(train.rows);
    await store.close();
    return { ...seconds, sum: addClasses(logits) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const rows = [];
for (let round = 0; round <= rounds; round++) {
  const turns = round % 2 === 0 ? [runAlone, record] : [record, runAlone];
  const results = new Map();
  for (const turn of turns) results.set(turn, await turn());
  const [alone, recorded] = [results.get(runAlone), results.get(record)];
  if (alone.sum !== recorded.sum) throw new Error("the recorded answers are not those of the runtime alone");
  // The first warms both sessions up: a new one takes several times as long for its first batches.
  if (round === 0) continue;
  rows.push({ clock: alone.clock / recorded.clock, processor: alone.processor / recorded.processor });
  const [rate, own] = [alone, recorded].map(({ clock }) => Math.round(examples / clock));
  const { clock, processor } = rows.at(-1);
  console.log(
    `${rate} examples/s alone, ${own} recorded: ${clock.toFixed(3)}; by processor time ${processor.toFixed(3)}`,
  );
}
const medianOf = (key) => rows.map((row) => row[key]).toSorted((one, other) => one - other)[Math.floor(rounds / 2)];
console.log(
  `median of ${rounds}: ${medianOf("clock").toFixed(3)}; by processor time ${medianOf("processor").toFixed(3)}`,
);
await teacher.close();
