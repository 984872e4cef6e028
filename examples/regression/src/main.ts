import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "@dark-knowledge/backend";
import { distilFriedman } from "./distil-friedman.ts";
import { writeFriedman } from "./write-friedman.ts";

await selectBackend({ prefer: ["wasm"] });
const directory = mkdtempSync(join(tmpdir(), "friedman-"));
const path = join(directory, "friedman.csv");
await writeFriedman(path, 3000);
const { teacher, hard, distilled, answer } = await distilFriedman(path, join(directory, "student"), 40);
console.log(`table: ${path}`);
console.log(`teacher, 2,000 rows: RMSE ${teacher.toFixed(2)}, of which noise 2.00`);
console.log(`16 units, the numbers of 200 rows: ${hard.toFixed(2)}`);
console.log(`16 units, the teacher's answers to all 2,000: ${distilled.toFixed(2)}`);
console.log(
  `all inputs ½: ${answer.y!.toFixed(2)}, and without noise ${(10 * Math.sin(Math.PI / 4) + 7.5).toFixed(2)}`,
);
