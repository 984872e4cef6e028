import { appendFileSync, existsSync } from "node:fs";
import { mkdir, readdir, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** A run directory that is being filled. It stands under a name of its own until it is complete. */
export interface RunDirectory {
  /** Where files go while the run is under way. */
  readonly staging: string;
  /** The name that the directory gets in the end. */
  readonly target: string;
  /** Appends one object to `metrics.jsonl`, a whole line at a time. */
  appendMetrics(line: Readonly<Record<string, unknown>>): void;
  write(name: string, text: string): Promise<void>;
  /** Gives the directory its name. Before this, whoever looks for the run finds nothing. */
  complete(): Promise<void>;
}

/**
 * Makes `<out>.partial`, which becomes `<out>` when the run is complete.
 *
 * @throws Error when either is there already, or the place cannot be written to
 */
export async function createRunDirectory(out: string): Promise<RunDirectory> {
  const target = resolve(out);
  const staging = `${target}.partial`;
  const there = await stat(target).catch(() => undefined);
  if (there && !there.isDirectory()) throw new Error(`--out: ${out} is a file; choose a directory`);
  if (there && (await readdir(target)).length > 0) {
    throw new Error(`--out: ${out} exists already and is not empty; choose another directory`);
  }
  if (existsSync(staging)) {
    throw new Error(`--out: ${out}.partial is left from a run that was interrupted; remove it or choose another --out`);
  }
  try {
    await makeParents(dirname(target));
    await mkdir(staging);
  } catch (error) {
    throw new Error(`--out: cannot write to ${out} (${(error as NodeJS.ErrnoException).code})`);
  }
  return {
    staging,
    target,
    appendMetrics: (line) => appendFileSync(join(staging, "metrics.jsonl"), `${JSON.stringify(line)}\n`),
    write: (name, text) => writeFile(join(staging, name), text),
    complete: () => rename(staging, target),
  };
}

/** One folder at a time: Node's recursive mkdir never returns where a file system refuses new folders, as /proc does. */
async function makeParents(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  await makeParents(dirname(directory));
  await mkdir(directory);
}
