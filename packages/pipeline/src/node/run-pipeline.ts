import { assertFields, assertInteger, assertOneOf } from "@dark-knowledge/core";
import { type LockOptions, lockDirectory, makeDirectory } from "@dark-knowledge/core/node";
import type { Stage } from "../create-stage.ts";
import { chainCosts } from "../internal/chain-costs.ts";
import type { Runner } from "../runner.ts";
import type { TaskEvent } from "../task.ts";
import { type FoundStage, findStages, plannedStage } from "./internal/find-stages.ts";
import { runStage, type StageSurroundings } from "./internal/run-stage.ts";
import { startInTurn } from "./internal/start-in-turn.ts";
import { OtherEnvironmentError } from "./other-environment-error.ts";
import type { PipelineEvent } from "./pipeline-event.ts";
import type { PipelinePlace } from "./pipeline-place.ts";
import type { StageOutcome } from "./stage-outcome.ts";

/** Options of {@link runPipeline}. */
export interface PipelineOptions<Shared, Event extends TaskEvent> extends PipelinePlace, Pick<LockOptions, "onWait"> {
  /** Runs the tasks. The caller closes it. */
  readonly runner: Runner;
  /** Data that all tasks receive. */
  readonly shared?: Shared;
  /** Cancels the run: nothing more starts, running stages are stopped, and they resume the next time. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PipelineEvent<Stage<Shared, Event>, Event>) => void;
  /** How often a crashed task is tried again. Default: 2. */
  readonly retries?: number;
  /**
   * The treatment of stages from another environment: `"refuse"` throws before anything runs; `"keep"` uses their
   * results and resumes interrupted ones; `"rerun"` runs them again. Default: `"refuse"`.
   */
  readonly otherEnvironment?: "refuse" | "keep" | "rerun";
}

/** Result of a pipeline. A stage that needs a failed one is in neither map. */
export interface PipelineOutcome {
  readonly stages: ReadonlyMap<string, StageOutcome>;
  readonly failures: ReadonlyMap<string, Error>;
}

/**
 * Runs stages: each one when those that it needs are finished and the runner has a free slot, the longest chain first.
 *
 * A stage whose result exists does not run again. The result is stored with its key: a hash of the task, the input, the
 * identity of the shared data, and the keys of the stages that it needs. A stage runs in `<name>.partial`, where an
 * interrupted one resumes. The folder becomes `<name>` when the result and its files are on disk, so a result of other
 * inputs stays until there is a new one. If the process is killed at any time, the same call resumes.
 *
 * A stage fails when its task throws an ArgumentError, or crashes once more than `retries` allows. Stages that do not
 * need it still run.
 *
 * @param stages in any order
 * @returns the results as stored on disk: plain data, in which JSON has turned NaN into null
 * @throws ArgumentError when the stages are inconsistent; {@link OtherEnvironmentError}; the signal's abort reason; an
 * Error when the directory cannot be written to or another process writes to it
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { createInlineRunner, createStage, defineTask } from "@dark-knowledge/pipeline";
 * import { runPipeline } from "@dark-knowledge/pipeline/node";
 *
 * const square = defineTask(import.meta.url, { id: "example/square", version: 1 }, async (input: number) => input ** 2);
 * const directory = mkdtempSync(`${tmpdir()}/pipeline-`);
 * const { stages } = await runPipeline([createStage(square, { name: "nine", input: 3 })], { directory, runner: createInlineRunner() });
 * stages.get("nine")?.result; // => 9
 * ```
 */
export async function runPipeline<Shared = unknown, Event extends TaskEvent = TaskEvent>(
  stages: readonly Stage<Shared, Event>[],
  options: PipelineOptions<Shared, Event>,
): Promise<PipelineOutcome> {
  assertFields("runPipeline", options, {
    ...{ runner: "object", signal: "signal?", onEvent: "function?", onWait: "function?" },
  });
  const { directory, runner, environment = {}, onEvent = () => {}, retries = 2, otherEnvironment = "refuse" } = options;
  assertFields("runPipeline", runner, { attempt: "function" }, { prefix: "runner." });
  assertInteger("runPipeline", "runner.slots", runner.slots, { min: 1 });
  const signal = options.signal ?? new AbortController().signal;
  assertInteger("runPipeline", "retries", retries, { min: 0 });
  assertOneOf("runPipeline", "otherEnvironment", otherEnvironment, ["refuse", "keep", "rerun"]);
  const takesElsewhere = otherEnvironment !== "rerun";
  // Wrong stages are reported before a lock is taken.
  await findStages("runPipeline", stages, options, takesElsewhere);
  signal.throwIfAborted();
  await makeDirectory("runPipeline", directory);
  const lock = await lockDirectory("runPipeline", directory, { onWait: options.onWait, signal });
  try {
    const found = await findStages("runPipeline", stages, options, takesElsewhere);
    const planned = found.map(plannedStage);
    onEvent({ kind: "planned", stages: planned });
    const elsewhere = planned.filter(({ status }) => status.endsWith("elsewhere"));
    if (otherEnvironment === "refuse" && elsewhere.length > 0) throw new OtherEnvironmentError(elsewhere, environment);
    return await runAll(found, {
      ...{ directory, runner, environment, onEvent, retries, signal },
      isKept: otherEnvironment === "keep",
      shared: options.shared as Shared,
    });
  } finally {
    await lock.release();
  }
}

async function runAll<Shared, Event extends TaskEvent>(
  found: readonly FoundStage<Stage<Shared, Event>>[],
  surroundings: StageSurroundings<Shared, Event>,
): Promise<PipelineOutcome> {
  const { runner, signal, onEvent } = surroundings;
  const outcomes = new Map<string, StageOutcome>();
  const failures = new Map<string, Error>();
  const costs = chainCosts(found.map(({ stage }) => stage));
  await startInTurn(found, {
    nameOf: ({ stage }) => stage.name,
    needsOf: ({ stage }) => stage.needs,
    costOf: ({ stage }) => costs.get(stage.name)!,
    slots: runner.slots,
    signal,
    async run(one) {
      const { stage } = one;
      if (!stage.needs.every((need) => outcomes.has(need))) {
        onEvent({ kind: "blocked", stage });
        return;
      }
      const end = await runStage(one, outcomes, surroundings);
      if (end instanceof Error) failures.set(stage.name, end);
      else outcomes.set(stage.name, end);
    },
  });
  return { stages: outcomes, failures };
}
