import { assertInteger, assertOneOf } from "@dark-knowledge/core";
import { lockDirectory, makeDirectory } from "@dark-knowledge/core/node";
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

/** How a pipeline is run. */
export interface PipelineOptions<Shared, Event extends TaskEvent> extends PipelinePlace {
  /** Where the tasks run. It is not closed. */
  readonly runner: Runner;
  /** What all tasks get. */
  readonly shared?: Shared;
  /** Cancels: nothing more starts, what runs is stopped, and all of it resumes the next time. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: PipelineEvent<Stage<Shared, Event>, Event>) => void;
  /** How often a task that crashed is tried again. Default 2. */
  readonly retries?: number;
  /**
   * What to do with stages of another environment: `"refuse"`, the default, throws before anything is run; `"keep"` uses their results
   * and resumes what was begun; `"rerun"` runs them again.
   */
  readonly otherEnvironment?: "refuse" | "keep" | "rerun";
}

/** What a pipeline came to. A stage that needs one that failed is in neither. */
export interface PipelineOutcome {
  readonly stages: ReadonlyMap<string, StageOutcome>;
  readonly failures: ReadonlyMap<string, Error>;
}

/**
 * Runs stages, each when those that it needs are finished and the runner has a slot, the longest chain first.
 *
 * A stage whose result is there is not run again: its key, a hash of its task, its input, what is shared and the same of the
 * stages that it needs, is kept with the result. A stage is worked on in `<name>.partial`; one that was interrupted resumes there. The
 * folder becomes `<name>` when result and files are on the disk, so a result of other inputs stays until there is a new
 * one. Kill the process at any time: the same call goes on.
 *
 * A stage fails when its task throws an ArgumentError, or has crashed once more than `retries` allow. Stages that do not need it
 * still run.
 *
 * @param stages in any order
 * @returns the results as they are on the disk: plain data, in which JSON has turned NaN into null
 * @throws ArgumentError when the stages do not fit together; {@link OtherEnvironmentError}; what the signal was aborted with; an Error
 *   when the directory cannot be written to or another process writes to it
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
  const { directory, runner, environment = {}, onEvent = () => {}, retries = 2, otherEnvironment = "refuse" } = options;
  const signal = options.signal ?? new AbortController().signal;
  assertInteger("runPipeline", "retries", retries, { min: 0 });
  assertOneOf("runPipeline", "otherEnvironment", otherEnvironment, ["refuse", "keep", "rerun"]);
  const takesElsewhere = otherEnvironment !== "rerun";
  // What is wrong with the stages is said before a lock is taken.
  await findStages("runPipeline", stages, options, takesElsewhere);
  signal.throwIfAborted();
  await makeDirectory("runPipeline", directory);
  const lock = await lockDirectory("runPipeline", directory);
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
