// Writes the student of `reproduce intents` as small files, and measures each of them by running it on the test sentences: a directory with weights of
// uint8, which any page loads, and ONNX files of float32 and int8, which run in onnxruntime. It also finds the probability below which the student is
// taken not to know: nine of ten validation sentences have a higher one. Needs the build.
//
//   node scripts/write-intents-files.mjs runs/intents/student clinc150 FOLDER
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { selectBackend } from "../packages/backend/dist/index.js";
import { quantiseWeights } from "../packages/compression/dist/index.js";
import { createMatrix, softmax } from "../packages/core/dist/index.js";
import { batches, datasetFromRaws } from "../packages/datasets/dist/index.js";
import { loadClinc150 } from "../packages/datasets/dist/node/index.js";
import { exportOnnx } from "../packages/export/dist/index.js";
import { evaluateLogits } from "../packages/training/dist/index.js";
import { loadStudent, saveStudent } from "../packages/training/dist/node/index.js";

const [from, data, to] = process.argv.slice(2);
if (to === undefined) throw new Error("usage: node scripts/write-intents-files.mjs STUDENT CLINC150 FOLDER");
// Where it is declared.
const require = createRequire(new URL("../packages/export/package.json", import.meta.url));
const RUNTIME = "onnxruntime-web";
const { InferenceSession, Tensor } = await import(pathToFileURL(require.resolve(RUNTIME)).href);

await selectBackend();
const student = await loadStudent(from);
const { classNames, inputs } = student.description;
const { validation, test, outOfScope } = await loadClinc150({ directory: data });
const datasetOf = ({ texts, labels }) =>
  datasetFromRaws(inputs, texts, { targets: { kind: "classes", labels, classNames } });

mkdirSync(to, { recursive: true });
const directory = join(to, "student");
const { teacherFingerprint, temperature, versions } = student.description;
await saveStudent(student.model, directory, {
  ...{ dataset: datasetOf(test), weights: "uint8", overwrite: true, versions, teacherFingerprint, temperature },
});
const small = await loadStudent(directory);
const sizeOf = (folder) => readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
const largest = (logits) => Math.max(...softmax(logits));

/** Shares of sentences, of known intents and of none, that the student answers; and how often it is then right. */
async function figuresOf(predict) {
  const ofRows = ({ rows, columns, data }, each) =>
    Array.from({ length: rows }, (_, row) => each(data.subarray(row * columns, (row + 1) * columns), row));
  const logits = await predict(test);
  const probs = ofRows(await predict(validation), largest).sort((one, other) => one - other);
  const least = probs[probs.length / 10];
  const answered = ofRows(logits, (row, index) => ({
    isAnswered: largest(row) >= least,
    isRight: row.indexOf(Math.max(...row)) === test.labels[index],
  })).filter((one) => one.isAnswered);
  const strange = ofRows(await predict(outOfScope.test), largest);
  return {
    accuracy: evaluateLogits(logits, test.labels).accuracy,
    ...{ least, answered: answered.length / test.texts.length },
    right: answered.filter(({ isRight }) => isRight).length / answered.length,
    refused: strange.filter((prob) => prob < least).length / strange.length,
  };
}

/** Runs a file in onnxruntime. */
function runnerOf(session) {
  return async (sentences) => {
    const all = [];
    for (const batch of batches(datasetOf(sentences), { batchSize: 250, order: "stored" })) {
      const [input] = Object.values(batch.inputs);
      const { logits } = await session.run({ input: new Tensor("float32", input.values, input.shape) });
      all.push(...logits.data);
    }
    return createMatrix(sentences.texts.length, classNames.length, Float32Array.from(all));
  };
}

const ofModel = (one) => (sentences) => one.predictLogits(sentences.texts);
const results = [
  ["as trained, float32", sizeOf(from), await figuresOf(ofModel(student))],
  ["weights of uint8", sizeOf(directory), await figuresOf(ofModel(small))],
];
for (const [weights, model] of [
  ["float32", student.model],
  ["int8", await quantiseWeights(student.model, { bits: 8 })],
]) {
  const bytes = await exportOnnx(model, { weights, outputs: ["logits"], metadata: student.description });
  writeFileSync(join(to, `student-${weights}.onnx`), bytes);
  const session = await InferenceSession.create(bytes);
  results.push([`ONNX, ${weights}`, bytes.length, await figuresOf(runnerOf(session))]);
}
const percent = (share) => `${(100 * share).toFixed(2)} %`;
for (const [name, bytes, { accuracy, least, answered, right, refused }] of results) {
  console.log(
    `${name}: ${bytes} bytes, accuracy ${percent(accuracy)}; with ${least.toFixed(3)} or more answers ${percent(answered)}, right ${percent(right)}; refuses ${percent(refused)} out of scope`,
  );
}
