import { mkdtempSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { distilIntents } from "./distil-intents.ts";
import { readRequests } from "./read-requests.ts";

await selectBackend({ prefer: ["wasm"] });
const requests = await readRequests(fileURLToPath(new URL("../data/requests.csv", import.meta.url)));
const directory = join(mkdtempSync(join(tmpdir(), "intents-")), "student");
const raws = ["which shots do i need before i fly to kenya", "how do i get red wine out of a couch"];
const { size, teacher, hard, distilled, answers } = await distilIntents(requests, directory, raws);
console.log(`sentence encoder, 45 labels: ${teacher} errors of ${size}`);
console.log(`student on the 45 labels: ${hard} errors`);
console.log(
  `student on the encoder's answers: ${distilled} errors, ${statSync(join(directory, "weights.bin")).size} bytes`,
);
for (const [index, { label, prob }] of answers.entries()) console.log(`"${raws[index]}": ${label}, ${prob.toFixed(2)}`);
