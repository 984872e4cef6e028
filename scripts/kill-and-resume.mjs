// Kills a training process again and again at random moments, and compares what comes out with an uninterrupted run: the kill test
// of checkpoints in a longer form. `node scripts/kill-and-resume.mjs --kills 50`
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { kills: { type: "string", default: "50" } } });
const kills = Number(values.kills);
if (!Number.isInteger(kills) || kills < 1) {
  console.error(`error: --kills must be a positive integer, got ${values.kills}`);
  process.exit(2);
}

const { status } = spawnSync(
  "npx",
  ["vitest", "run", "test/node/open-checkpoints.test.ts", "-t", "killed at any moment"],
  {
    cwd: fileURLToPath(new URL("../packages/training", import.meta.url)),
    stdio: "inherit",
    env: { ...process.env, TEST_KILLS: String(kills) },
  },
);
process.exit(status ?? 1);
