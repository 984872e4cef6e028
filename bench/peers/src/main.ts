import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type BenchArguments, parseArguments, USAGE } from "./parse-arguments.ts";
import { formatReport } from "./report.ts";
import { runBench } from "./run-bench.ts";

/** Exit code 0 also when a bar is missed: this reports, it does not judge the change at hand. */
async function main(words: readonly string[]): Promise<number> {
  let asked: BenchArguments | "help";
  try {
    asked = parseArguments(words, process.env);
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    return 2;
  }
  if (asked === "help") {
    process.stdout.write(USAGE);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "bench-peers-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  try {
    const result = await runBench(asked, folder, process.stderr);
    const report = formatReport(result);
    process.stdout.write(report);
    const missed = result.judgements.filter(({ verdict }) => verdict === "missed").length;
    const unmeasured = result.judgements.filter(({ verdict }) => verdict === "not measured").length;
    process.stdout.write(`\n${result.judgements.length} bars: ${missed} missed, ${unmeasured} not measured\n`);
    if (asked.out !== undefined) {
      mkdirSync(asked.out, { recursive: true });
      writeFileSync(join(asked.out, "peers.json"), `${JSON.stringify(result)}\n`);
      writeFileSync(join(asked.out, "README.md"), `# Compared with stock TensorFlow.js and PyTorch\n\n${report}`);
      process.stdout.write(`wrote ${resolve(asked.out)}\n`);
    }
    return 0;
  } catch (error) {
    process.stderr.write(`error: ${(error as Error).message}\n`);
    return 1;
  }
}

// The peers end with the pipe that they read from.
process.once("SIGINT", () => process.exit(130));
process.once("SIGTERM", () => process.exit(143));
process.exit(await main(process.argv.slice(2)));
