import { createHash } from "node:crypto";
import { readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory, writeDurably, writingCure } from "@dark-knowledge/core/node";
import type { TaskEvent, TaskRunner } from "./run-tasks.ts";
import type { Stage } from "./stage.ts";

/** What surrounds the stages of a run. */
export interface RunStagesOptions<Shared, One extends Stage<Shared>, Event extends TaskEvent> {
  /** Holds a folder for each stage. */
  readonly directory: string;
  readonly runner: TaskRunner;
  readonly shared: Shared;
  /** What `shared` and the program itself are, in a few words: a stage whose results came of others is run again. */
  readonly identity: unknown;
  readonly signal: AbortSignal;
  /** A stage's results were there already. */
  readonly onSkipped: (stage: One) => void;
  readonly onEvent: (stage: One, event: Event) => void;
  readonly onRetry: (stage: One, text: string) => void;
  readonly onDone: (stage: One) => void;
  readonly onFailed: (stage: One, error: Error) => void;
}

/** What stages came to, by their names. */
export interface StagesOutcome {
  readonly results: ReadonlyMap<string, unknown>;
  /** Why stages failed; those that need one of them are in neither. */
  readonly failures: ReadonlyMap<string, Error>;
}

const RESULT_FILE = "result.json";
const KEY_FILE = "key";
const SCRATCH_FOLDER = "scratch";

/**
 * Runs stages as soon as those that they need are done, as many at once as the runner takes, and gives what each came to.
 *
 * A stage whose result is there, of the same inputs, is not run again. Its key is a hash of its input, of what all share and
 * of the keys of the stages that it needs. A stage is run in `<name>.partial`, one that was interrupted as it was left there;
 * the folder becomes `<name>` when the result is there, so until then a result of other inputs is kept: who changed
 * something by mistake loses nothing by going back. After a failure the stages that do not need the one that failed
 * are still run.
 *
 * @param stages names differ, and needs come before the stages that need them
 * @throws what the signal was aborted with, or an Error when the directory cannot be written to
 */
export async function runStages<Shared, One extends Stage<Shared>, Event extends TaskEvent>(
  stages: readonly One[],
  options: RunStagesOptions<Shared, One, Event>,
): Promise<StagesOutcome> {
  const keys = keysOf(stages, options.identity);
  const running = new Map<string, Promise<void>>();
  const results = new Map<string, unknown>();
  const failures = new Map<string, Error>();
  for (const stage of stages) {
    const needed = stage.needs.map((name) => running.get(name)!);
    const run = async () => {
      await Promise.all(needed);
      options.signal.throwIfAborted();
      if (!stage.needs.every((name) => results.has(name))) return;
      const end = await runStage(stage, keys.get(stage.name)!, results, options);
      if ("error" in end) failures.set(stage.name, end.error);
      else results.set(stage.name, end.result);
    };
    running.set(stage.name, run());
  }
  const ended = await Promise.allSettled(running.values());
  const stopped = ended.find((end) => end.status === "rejected");
  if (stopped) throw stopped.reason;
  return { results, failures };
}

async function runStage<Shared, One extends Stage<Shared>, Event extends TaskEvent>(
  stage: One,
  key: string,
  results: ReadonlyMap<string, unknown>,
  options: RunStagesOptions<Shared, One, Event>,
): Promise<{ readonly result: unknown } | { readonly error: Error }> {
  const { runner, shared, signal, onEvent, onRetry, onFailed } = options;
  const kept = join(options.directory, stage.name);
  const partial = `${kept}.partial`;
  // It may have been killed between its result and the renaming.
  if ((await resultIn(partial, key)) !== undefined) await keepResult(partial, kept);
  const old = await resultIn(kept, key);
  if (old !== undefined) {
    options.onSkipped(stage);
    return { result: JSON.parse(old) };
  }
  if ((await readText(join(partial, KEY_FILE))) !== key) {
    await makeDirectory("--out", options.directory);
    await rm(partial, { recursive: true, force: true });
    await makeDirectory("--out", partial);
    await writeText(partial, KEY_FILE, key);
  }
  const needs = Object.fromEntries(
    stage.needs.map((name) => [name, { directory: join(options.directory, name), result: results.get(name) as never }]),
  );
  const scratch = join(partial, SCRATCH_FOLDER);
  const data = { input: stage.input as never, shared, directory: partial, scratch, needs };
  const listeners = {
    onEvent: (event: TaskEvent) => onEvent(stage, event as Event),
    onRetry: (text: string) => onRetry(stage, text),
  };
  let result: unknown;
  try {
    result = await runner.run(stage.task, data, listeners);
  } catch (error) {
    signal.throwIfAborted();
    onFailed(stage, error as Error);
    return { error: error as Error };
  }
  await writeText(partial, RESULT_FILE, JSON.stringify(result));
  await keepResult(partial, kept);
  options.onDone(stage);
  return { result };
}

function keysOf<Shared>(stages: readonly Stage<Shared>[], identity: unknown): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { name, needs, task, input } of stages) {
    const parts = { identity, module: task.module, input, needs: needs.map((need) => [need, keys.get(need)!]) };
    keys.set(name, createHash("sha256").update(JSON.stringify(parts)).digest("hex"));
  }
  return keys;
}

async function resultIn(directory: string, key: string): Promise<string | undefined> {
  if ((await readText(join(directory, KEY_FILE))) !== key) return undefined;
  return readText(join(directory, RESULT_FILE));
}

/** Gives a folder with a result its name. Until there is a result, what the stage could go on from must not be removed. */
async function keepResult(partial: string, kept: string): Promise<void> {
  await writing(kept, async () => {
    await rm(join(partial, SCRATCH_FOLDER), { recursive: true, force: true });
    await rm(kept, { recursive: true, force: true });
    await rename(partial, kept);
  });
}

async function writeText(directory: string, name: string, text: string): Promise<void> {
  await writing(directory, () => writeDurably(directory, name, [Buffer.from(text)]));
}

async function writing(directory: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cure = writingCure({ code });
    throw new Error(`--out: cannot write to ${directory} (${code}); ${cure}, and run the same again`, { cause: error });
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code!)) return undefined;
    throw error;
  }
}
