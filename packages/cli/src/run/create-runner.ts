import { availableParallelism } from "node:os";
import type { BackendChoice } from "@dark-knowledge/backend";
import { createInlineRunner, type Runner } from "@dark-knowledge/pipeline";
import { createThreadRunner } from "@dark-knowledge/pipeline/node";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/** A runner and the most threads per task. Default: the backend's choice. */
export interface SizedRunner {
  readonly runner: Runner;
  readonly threads?: number;
}

/**
 * Creates a runner with one worker per core unless `wanted` says otherwise, never more than tasks, and divides the
 * cores among the workers.
 *
 * @param wanted the value of the option `--workers`
 * @param tasks the most tasks that can run at once
 * @throws UsageError when workers are requested where they have no effect
 */
export function createRunner(
  { name, engine }: BackendChoice,
  wanted: number | undefined,
  tasks: number,
  { threads }: Pick<CommandContext, "threads">,
): SizedRunner {
  // TensorFlow uses all cores for one net, with one thread pool per process; a GPU gains nothing from two nets.
  const isAlone = engine === "tensorflow" || engine === "webgpu";
  if (isAlone && wanted !== undefined && wanted > 1) {
    throw new UsageError(`--workers has no effect on ${name}, which trains one net at a time; leave it out`);
  }
  if (isAlone) return { runner: createInlineRunner() };
  if (!threads) return { runner: createInlineRunner(), threads: 1 };
  const cores = availableParallelism();
  const workers = Math.min(wanted ?? cores, tasks);
  return { runner: createThreadRunner({ threads: workers }), threads: Math.max(1, Math.floor(cores / workers)) };
}
