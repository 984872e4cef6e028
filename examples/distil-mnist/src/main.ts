import { parseArgs } from "node:util";
import { describeBackend, selectBackend } from "@dark-knowledge/backend";
import { datasetSize, generatedDigits } from "@dark-knowledge/datasets";
import { loadMnist } from "@dark-knowledge/datasets/node";
import { distilMnist } from "./distil-mnist.ts";

const { values } = parseArgs({ options: { "data-dir": { type: "string" } } });
const directory = values["data-dir"];

console.error(describeBackend(await selectBackend()));
// MNIST from a directory, or downloaded once into data/; generated digits where there is neither.
const mnist = await loadMnist(directory === undefined ? { cacheDirectory: "data" } : { directory }).catch((error) => {
  console.error(`${error.message}\ngenerated digits are used instead`);
});
const data = mnist ?? generatedDigits({ trainSize: 1000, testSize: 2000, seed: 1 });
const settings = mnist
  ? { teacherUnits: [1200, 1200], teacherEpochs: 20, studentUnits: [800, 800], studentEpochs: 15, temperature: 20 }
  : { teacherUnits: [200, 200], teacherEpochs: 20, studentUnits: [40], studentEpochs: 30, temperature: 4 };
const { teacher, hard, distilled, agreement } = await distilMnist(data, settings, "student");

console.log(
  `errors of ${datasetSize(data.test)}: teacher ${teacher}; small net on labels ${hard}, distilled ${distilled}`,
);
console.log(`the distilled net, saved to student/, agrees with the teacher on ${(100 * agreement).toFixed(1)} %`);
