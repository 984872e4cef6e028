// Kills processes again and again at random moments, while they train with checkpoints and while they replace a saved model, and
// looks at what they leave: the kill tests of the training package in a longer form. `node scripts/kill-and-resume.mjs --kills 50`
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
  ["vitest", "run", "test/node/open-checkpoints.test.ts", "test/node/save-model.test.ts", "-t", "killed at any moment"],
  {
    cwd: fileURLToPath(new URL("../packages/training", import.meta.url)),
    stdio: "inherit",
    env: { ...process.env, TEST_KILLS: String(kills) },
  },
);
process.exit(status ?? 1);
