import { availableParallelism } from "node:os";
import type { BackendChoice } from "@dark-knowledge/backend";
import { createInlineRunner, type Runner } from "@dark-knowledge/pipeline";
import { createThreadRunner } from "@dark-knowledge/pipeline/node";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/** A runner, and how many threads each of its tasks may take; all that the backend wants when left out. */
export interface SizedRunner {
  readonly runner: Runner;
  readonly threads?: number;
}

/**
 * One worker for each core unless more or fewer are wanted, none without a task, and for each the threads that then have a core.
 *
 * @param wanted what the option `--workers` says
 * @param tasks the most that can run at once
 * @throws UsageError when workers are wanted where they change nothing
 */
export function createRunner(
  { name, engine }: BackendChoice,
  wanted: number | undefined,
  tasks: number,
  { threads }: Pick<CommandContext, "threads">,
): SizedRunner {
  // TensorFlow takes all cores for one net, with one pool of threads for the process; a GPU gains nothing by two nets.
  const isAlone = engine === "tensorflow" || engine === "webgpu";
  if (isAlone && wanted !== undefined && wanted > 1) {
    throw new UsageError(`--workers has no effect on ${name}, which trains one net at a time; leave it out`);
  }
  if (!threads || isAlone) return { runner: createInlineRunner() };
  const cores = availableParallelism();
  const workers = Math.min(wanted ?? cores, tasks);
  return { runner: createThreadRunner({ threads: workers }), threads: Math.max(1, Math.floor(cores / workers)) };
}
