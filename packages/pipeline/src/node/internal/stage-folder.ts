import { readdir, rename, rm, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { makeDirectory, readRegularFile, writeDurably, writingCure } from "@dark-knowledge/core/node";
import type { Environment } from "../environment.ts";
import type { StageKeys } from "./stage-keys.ts";
import { syncTree } from "./sync-tree.ts";

/** The state that a stage's folder records. */
export interface StageState {
  readonly task: string;
  readonly version: number;
  readonly keys: StageKeys;
  readonly environment: Environment;
  /** The files of a finished stage and their sizes in bytes. */
  readonly files?: Readonly<Record<string, number>>;
}

/** A finished stage on disk. */
export interface FinishedStage {
  readonly folder: string;
  readonly state: StageState;
  readonly result: unknown;
}

const STATE_FILE = "stage.json";
const RESULT_FILE = "result.json";
const SCRATCH_FOLDER = "scratch";

/** A stage's folder: `<name>` with its result, `<name>.partial` while it runs. */
export interface StageFolder {
  readonly kept: string;
  readonly partial: string;
  readonly scratch: string;
}

export function stageFolder(directory: string, name: string): StageFolder {
  const kept = join(directory, name);
  const partial = `${kept}.partial`;
  return { kept, partial, scratch: join(partial, SCRATCH_FOLDER) };
}

/**
 * Reads the result in a folder; `"damaged"` if files are missing or have other sizes than when it was finished;
 * undefined if there is none.
 */
export async function readFinished(folder: string): Promise<FinishedStage | "damaged" | undefined> {
  const state = await readState(folder);
  const text = await readText(join(folder, RESULT_FILE));
  if (state === "damaged" || text === "damaged" || (state === undefined && text !== undefined)) return "damaged";
  if (state === undefined || state.files === undefined) return undefined;
  if (text === undefined) return "damaged";
  for (const [file, size] of Object.entries(state.files)) {
    if ((await sizeOf(join(folder, file))) !== size) return "damaged";
  }
  try {
    return { folder, state, result: JSON.parse(text.content) };
  } catch {
    return "damaged";
  }
}

/** Reads the state with which a folder was started; undefined if the folder does not exist. */
export async function readState(folder: string): Promise<StageState | "damaged" | undefined> {
  const text = await readText(join(folder, STATE_FILE));
  if (text === undefined || text === "damaged") return text;
  try {
    const state: unknown = JSON.parse(text.content);
    return isState(state) ? state : "damaged";
  } catch {
    return "damaged";
  }
}

function isState(value: unknown): value is StageState {
  const { keys, environment, files } = Object(value) as Partial<Record<keyof StageState, unknown>>;
  const { exact, content } = Object(keys) as Partial<Record<string, unknown>>;
  const isRecord = (part: unknown) => typeof part === "object" && part !== null && !Array.isArray(part);
  return (
    typeof exact === "string" &&
    typeof content === "string" &&
    isRecord(environment) &&
    (files === undefined || isRecord(files))
  );
}

/** Empties the working folder of a stage and records the stage's keys there. */
export async function beginStage(directory: string, { partial }: StageFolder, state: StageState): Promise<void> {
  await makeDirectory("runPipeline", directory);
  await writing(partial, () => rm(partial, { recursive: true, force: true }));
  await makeDirectory("runPipeline", partial);
  await writing(partial, () => writeDurably(partial, STATE_FILE, [toJson(state)]));
}

/** Removes what an earlier attempt left, except what the stage resumes from: its state and its scratch folder. */
export async function clearAttempt({ partial, scratch }: StageFolder): Promise<void> {
  const kept = [STATE_FILE, relative(partial, scratch)];
  await writing(partial, async () => {
    for (const name of await readdir(partial)) {
      if (!kept.includes(name)) await rm(join(partial, name), { recursive: true, force: true });
    }
  });
}

/** Replaces the recorded state of a stage that resumes. */
export async function writeState({ partial }: StageFolder, state: StageState): Promise<void> {
  await writing(partial, () => writeDurably(partial, STATE_FILE, [toJson(state)]));
}

/**
 * Makes a result durable with all files that the task left, and gives the folder its final name. Until the result
 * exists, neither the files that the stage could resume from nor an older result are removed.
 */
export async function finishStage(folder: StageFolder, state: StageState, result: string): Promise<void> {
  const { partial, scratch } = folder;
  await writing(partial, async () => {
    const inScratch = relative(partial, scratch);
    await syncTree(partial, inScratch);
    await writeDurably(partial, RESULT_FILE, [Buffer.from(result)]);
    const files = await sizesIn(partial, [STATE_FILE, inScratch]);
    await writeDurably(partial, STATE_FILE, [toJson({ ...state, files })]);
    await keepFinished(folder);
  });
}

/** Gives the folder of a finished stage its final name. A process may have been killed just before this step. */
export async function keepFinished({ kept, partial, scratch }: StageFolder): Promise<void> {
  await writing(kept, async () => {
    await rm(scratch, { recursive: true, force: true });
    await rm(kept, { recursive: true, force: true });
    await rename(partial, kept);
  });
}

async function sizesIn(folder: string, left: readonly string[]): Promise<Record<string, number>> {
  const sizes: Record<string, number> = {};
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (!entry.isFile() || left.some((one) => name === one || name.startsWith(join(one, "/")))) continue;
    sizes[name] = (await stat(path)).size;
  }
  return sizes;
}

async function writing(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const cure = writingCure({ code });
    throw new Error(`runPipeline: cannot write to ${folder} (${code}); ${cure}, and run the same call again`, {
      cause: error,
    });
  }
}

/** No stage has a state or a result as long. */
const MOST_BYTES = 2 ** 28;

/** Reads a file; undefined where there is none, `"damaged"` where something else is in its place. */
async function readText(path: string): Promise<{ readonly content: string } | "damaged" | undefined> {
  try {
    return { content: new TextDecoder().decode(await readRegularFile(path, MOST_BYTES)) };
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR"].includes(code)) return undefined;
    // What the system refuses has a code in capitals; the rest is no file, too long, or changing.
    if (!/^E[A-Z]+$/.test(code) || ["EISDIR", "ELOOP", "ENXIO"].includes(code)) return "damaged";
    throw new Error(`runPipeline: cannot read ${path} (${code}); make sure that it can be read`, { cause: error });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

function toJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
