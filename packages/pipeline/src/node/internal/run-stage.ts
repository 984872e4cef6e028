import { join } from "node:path";
import type { Stage } from "../../create-stage.ts";
import type { Attempt, Runner } from "../../runner.ts";
import type { Task, TaskEvent } from "../../task.ts";
import type { Environment } from "../environment.ts";
import type { PipelineEvent } from "../pipeline-event.ts";
import type { StageOutcome } from "../stage-outcome.ts";
import type { FoundStage } from "./find-stages.ts";
import { mixEnvironments } from "./mix-environments.ts";
import {
  beginStage,
  clearAttempt,
  finishStage,
  keepFinished,
  type StageFolder,
  type StageState,
  stageFolder,
  writeState,
} from "./stage-folder.ts";

/** Settings that all stages of a run share. */
export interface StageSurroundings<Shared, Event extends TaskEvent> {
  readonly directory: string;
  readonly runner: Runner;
  readonly shared: Shared;
  readonly environment: Environment;
  /** Whether results of another environment are used. */
  readonly isKept: boolean;
  readonly signal: AbortSignal;
  readonly retries: number;
  readonly onEvent: (event: PipelineEvent<Stage<Shared, Event>, Event>) => void;
}

/** Runs one stage unless its result exists; returns the error if it failed. */
export async function runStage<Shared, Event extends TaskEvent>(
  found: FoundStage<Stage<Shared, Event>>,
  needed: ReadonlyMap<string, StageOutcome>,
  surroundings: StageSurroundings<Shared, Event>,
): Promise<StageOutcome | Error> {
  const { directory, isKept, onEvent, environment } = surroundings;
  const { stage, status, state, finished, keys } = found;
  const folder = stageFolder(directory, stage.name);
  if (status === "finished" || (status === "elsewhere" && isKept)) {
    if (finished!.folder === folder.partial) await keepFinished(folder);
    onEvent({ kind: "skipped", stage });
    return { result: finished!.result, environment: state!.environment };
  }
  const isMixed = status === "interrupted-elsewhere" && isKept;
  const isResumed = status === "interrupted" || isMixed;
  const { id, version } = stage.task;
  const begun = isResumed ? state! : { task: id, version, keys, environment };
  const own: StageState = isMixed ? { ...begun, environment: mixEnvironments(begun.environment, environment) } : begun;
  if (!isResumed) await beginStage(directory, folder, own);
  else if (isMixed) await writeState(folder, own);
  onEvent({ kind: "started", stage, isResumed });
  const needs = Object.fromEntries(
    stage.needs.map((name) => [name, { directory: join(directory, name), result: needed.get(name)!.result }]),
  );
  const request = {
    input: stage.input,
    shared: surroundings.shared,
    needs,
    directory: folder.partial,
    scratch: folder.scratch,
  };
  const end = await attemptUntilDone(stage, request, folder, surroundings);
  if (end.kind === "failure") {
    surroundings.signal.throwIfAborted();
    onEvent({ kind: "failed", stage, error: end.error });
    return end.error;
  }
  const text = JSON.stringify(end.result ?? null);
  await finishStage(folder, own, text);
  // The result as it will be read the next time.
  const result: unknown = JSON.parse(text);
  onEvent({ kind: "finished", stage, result });
  return { result, environment: own.environment };
}

async function attemptUntilDone<Shared, Event extends TaskEvent>(
  stage: Stage<Shared, Event>,
  request: Parameters<Runner["attempt"]>[1],
  folder: StageFolder,
  { runner, signal, retries, onEvent }: StageSurroundings<Shared, Event>,
): Promise<Attempt> {
  const emit = (event: TaskEvent) => onEvent({ kind: "reported", stage, event: event as Event });
  for (let retry = 1; ; retry++) {
    await clearAttempt(folder);
    const end = await runner.attempt(stage.task as Task, request, emit, signal);
    if (end.kind === "result" || end.isFinal || signal.aborted || retry > retries) return end;
    onEvent({ kind: "retried", stage, error: end.error, retry, of: retries });
  }
}
