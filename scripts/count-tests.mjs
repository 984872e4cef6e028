// Adds up the JSON reports of vitest in a folder and prints "<n> passed, <n> failed": `node scripts/count-tests.mjs <folder>`.
// A test file that could not be loaded counts as one failure, and so does a run that left no report.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const EXPECTED_REPORTS = ["consumers.json", "workspace.json"];

const folder = process.argv[2];
const names = readdirSync(folder);
const files = names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).testResults);
const tests = files.flatMap((file) => file.assertionResults);

const passed = tests.filter((test) => test.status === "passed").length;
const failed =
  tests.filter((test) => test.status === "failed").length +
  files.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length +
  EXPECTED_REPORTS.filter((name) => !names.includes(name)).length;

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
