// Adds up the JSON reports of vitest in a folder, names each failure with the first line of its message and prints
// "<n> passed, <n> failed": `node scripts/count-tests.mjs <folder>`.
// A file that fails without a failed test (it cannot be loaded, a hook throws) counts as one failure, and so does a run
// that left no report.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const EXPECTED_REPORTS = ["chromium.json", "consumers.json", "wasm.json", "workspace.json"];

const folder = process.argv[2];
const names = readdirSync(folder);
const files = names.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).testResults);
const tests = files.flatMap((file) => file.assertionResults);

const passed = tests.filter((test) => test.status === "passed").length;
const hasFailed = ({ status }) => status === "failed";
const firstLine = (text) => text?.trim().split("\n", 1)[0] || "no message";
const failures = [
  ...files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(hasFailed)
      .map(({ fullName, failureMessages }) => `${relative(".", name)}, ${fullName}: ${firstLine(failureMessages[0])}`),
  ),
  ...files
    .filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed))
    .map(({ name, message }) => `${relative(".", name)}: ${firstLine(message)}`),
  ...EXPECTED_REPORTS.filter((name) => !names.includes(name)).map((name) => `${name}: its run left no report`),
];

for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length > 0 || passed === 0 ? 1 : 0);
