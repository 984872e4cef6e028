import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "@dark-knowledge/backend";
import { distilPictures } from "./distil-pictures.ts";
import { drawDigits } from "./draw-digits.ts";

await selectBackend({ prefer: ["wasm"] });
const directory = mkdtempSync(join(tmpdir(), "pictures-"));
const pictures = join(directory, "digits");
await drawDigits(pictures, 800);
const { teacher, hard, distilled, file, answer } = await distilPictures(pictures, join(directory, "student"), 20);
console.log(`pictures: ${pictures}`);
console.log(`teacher, 600 labels: ${teacher} errors of 200`);
console.log(`small net, 60 labels: ${hard} errors`);
console.log(`small net, the teacher's answers to all 600: ${distilled} errors`);
console.log(`${file} shows a ${answer.label}, with probability ${answer.prob.toFixed(2)}`);
