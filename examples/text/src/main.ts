import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { distilLanguages } from "./distil-languages.ts";

await selectBackend({ prefer: ["wasm"] });
const path = fileURLToPath(new URL("../data/sentences.csv", import.meta.url));
const directory = join(mkdtempSync(join(tmpdir(), "languages-")), "student");
const { size, teacher, hard, distilled, answer } = await distilLanguages(path, directory, 30);
console.log(`teacher, all labels: ${teacher} errors of ${size}`);
console.log(`6 numbers for each feature, 100 labels: ${hard} errors`);
console.log(`6 numbers for each feature, the teacher's answers: ${distilled} errors`);
console.log(`"Hvor er nøglerne?" is ${answer.label}, with probability ${answer.prob.toFixed(2)}`);
