// Adds up the JSON reports of vitest in a folder and prints "<n> passed, <n> failed": `node scripts/count-tests.mjs <folder>`.
// A file that fails without a failed test (it cannot be loaded, a hook throws) counts as one failure, and so does a run
// that left no report.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EXPECTED_REPORTS = ["chromium.json", "consumers.json", "wasm.json", "workspace.json"];

const folder = process.argv[2];
const names = readdirSync(folder);
const files = names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).testResults);
const tests = files.flatMap((file) => file.assertionResults);

const passed = tests.filter((test) => test.status === "passed").length;
const hasFailed = ({ status }) => status === "failed";
const failed =
  tests.filter(hasFailed).length +
  files.filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed)).length +
  EXPECTED_REPORTS.filter((name) => !names.includes(name)).length;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
