import { availableParallelism } from "node:os";
import type { BackendChoice } from "@dark-knowledge/backend";
import { createPool } from "./create-pool.ts";
import type { CommandContext } from "./distill-command.ts";
import { createInlineRunner, type TaskRunner } from "./run-tasks.ts";

/** A runner, and how many threads each of its tasks may take; all that the backend wants when left out. */
export interface SizedRunner {
  readonly runner: TaskRunner;
  readonly threads?: number;
}

/**
 * One worker for each core unless told otherwise, none without a task, and for each the threads that then have a core.
 *
 * @param wanted what the option `--workers` says
 * @param tasks the most that can run at once
 */
export function createRunner(
  { engine }: BackendChoice,
  wanted: number | undefined,
  tasks: number,
  { signal, threads }: CommandContext,
): SizedRunner {
  // TensorFlow takes all cores for one net, with one pool of threads for the process; a GPU gains nothing by two nets.
  if (!threads || engine === "tensorflow" || engine === "webgpu") return { runner: createInlineRunner(signal) };
  const cores = availableParallelism();
  const workers = Math.min(wanted ?? cores, tasks);
  return { runner: createPool({ workers }), threads: Math.max(1, Math.floor(cores / workers)) };
}
