import { type BackendName, selectBackend } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { CASES } from "./cases/index.ts";
import type { ColumnRun } from "./describe-column.ts";
import { runColumn } from "./run-column.ts";

/** Runs all cases on a backend of this machine, or says why it is passed over. */
export async function runBackend(name: BackendName, { repairs = true } = {}): Promise<ColumnRun> {
  const start = async () => {
    await selectBackend({ prefer: [name], repairs });
  };
  try {
    await start();
  } catch (error) {
    return { skipped: (error as Error).message };
  }
  return { verdicts: await runColumn(CASES, start, () => restartBackend(start)) };
}

/** A new instance of the current backend, with memory of its own. */
async function restartBackend(start: () => Promise<void>): Promise<void> {
  const engine = tf.getBackend();
  // Not removeBackend: that asks the broken one to clean up.
  delete tf.engine().registry[engine];
  await tf.setBackend(engine);
  await start();
}
