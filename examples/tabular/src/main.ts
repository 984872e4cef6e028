import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { distilLetters } from "./distil-letters.ts";

await selectBackend({ prefer: ["wasm"] });
const path = fileURLToPath(new URL("../data/letters.csv", import.meta.url));
const directory = join(mkdtempSync(join(tmpdir(), "letters-")), "student");
const { teacher, hard, distilled, first, answer } = await distilLetters(path, directory, 30);
console.log(`teacher, 2,000 labelled rows: ${teacher} errors of 1,000`);
console.log(`32 units, 500 labelled rows: ${hard} errors`);
console.log(`32 units, the teacher's answers to all 2,000: ${distilled} errors`);
console.log(`a raw row of the letter ${first}: ${answer.label}, with probability ${answer.prob.toFixed(2)}`);
