import { join } from "node:path";
import { assertInteger, assertOptions } from "@dark-knowledge/core";
import { type LockOptions, openDirectory, readRegularFile } from "@dark-knowledge/core/node";
import type { Checkpoints, TrainingState } from "../checkpoints.ts";
import { DamagedError, decodeCheckpoint, encodeCheckpoint } from "./internal/checkpoint-file.ts";

/** Options of {@link openCheckpoints}. */
export interface OpenCheckpointsOptions extends Pick<LockOptions, "takeOver" | "signal"> {
  /** How many checkpoints are kept. Default: 2, so that there is one to fall back to. */
  readonly keep?: number;
  /** Steps from one checkpoint to the next, in addition to one after every epoch. Default: only after every epoch. */
  readonly everySteps?: number;
  /** Receives one line when a damaged checkpoint is skipped, and before a wait for the heartbeat of another writer. */
  readonly onWarning?: (line: string) => void;
}

/** Checkpoints in a directory to which only this process writes. */
export interface DirectoryCheckpoints extends Checkpoints {
  /** Releases the directory. */
  close(): Promise<void>;
}

const NAME = "openCheckpoints";
/** Weights and optimizer memory of a billion parameters. */
const MOST_BYTES = 2 ** 34;
const FILE = /^step-(\d{10,})\.safetensors$/;

/**
 * Stores the states of a training loop in a directory, and finds the latest one there: pass it as `checkpoints` to
 * `trainClassifier` or `distill`, and run the same program again after a crash. The resulting model is the same, bit
 * for bit on one backend, as without the crash.
 *
 * Each checkpoint is a file `step-<steps taken>.safetensors`: weights, optimizer memory, epochs so far, settings, and a
 * SHA-256 over all of it. It is written under another name and renamed when it is on disk, so a process may die at any
 * moment. A file that does not match its SHA-256 is skipped for the previous one, and removed when the next one is
 * written.
 *
 * @param path a directory, created with its parents; other files in it are left alone. One directory is for one run
 * @throws ArgumentError when an option is out of range
 * @throws Error when another process has the directory open, or it cannot be written to
 *
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, fingerprintWeights, trainClassifier } from "@dark-knowledge/training";
 * import { openCheckpoints } from "@dark-knowledge/training/node";
 *
 * const { train } = generatedDigits({ trainSize: 200, testSize: 10, seed: 1 });
 * const directory = mkdtempSync(`${tmpdir()}/checkpoints-`);
 *
 * async function run(stopAfter = Infinity) {
 *   const model = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [8], classCount: 10, seed: 1 });
 *   const checkpoints = await openCheckpoints(directory);
 *   const onEpochBegin = (epoch: number) => {
 *     if (epoch === stopAfter) throw new Error("the power went out");
 *   };
 *   try {
 *     await trainClassifier(model, train, { epochs: 4, seed: 1, checkpoints, callbacks: { onEpochBegin } });
 *     return await fingerprintWeights(model.getWeights());
 *   } finally {
 *     await checkpoints.close();
 *   }
 * }
 *
 * await run(3).catch((error) => error.message); // => "the power went out"
 * readdirSync(directory); // => ["step-0000000004.safetensors", "step-0000000006.safetensors"]
 * const resumed = await run();
 *
 * const whole = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [8], classCount: 10, seed: 1 });
 * await trainClassifier(whole, train, { epochs: 4, seed: 1 });
 * resumed === (await fingerprintWeights(whole.getWeights())); // => true
 * ```
 */
export async function openCheckpoints(
  path: string,
  options: OpenCheckpointsOptions = {},
): Promise<DirectoryCheckpoints> {
  assertOptions<OpenCheckpointsOptions>(NAME, options, {
    ...{ keep: true, everySteps: true, onWarning: true, takeOver: true, signal: true },
  });
  const { keep = 2, everySteps, onWarning = () => {}, takeOver, signal } = options;
  assertInteger(NAME, "keep", keep, { min: 1 });
  if (everySteps !== undefined) assertInteger(NAME, "everySteps", everySteps, { min: 1 });
  const directory = await openDirectory(NAME, path, {
    ...{ isOwn: (name: string) => FILE.test(name), takeOver, signal, onWait: onWarning },
  });

  /** Lists the steps of the checkpoints, latest first. */
  async function stepsThere(): Promise<number[]> {
    const steps = (await directory.list()).map((name) => Number(FILE.exec(name)![1]));
    return steps.sort((one, other) => other - one);
  }

  return {
    ...(everySteps === undefined ? {} : { everySteps }),
    async latest() {
      const steps = await stepsThere();
      for (const [index, step] of steps.entries()) {
        const file = join(path, fileOf(step));
        try {
          return await readCheckpoint(file);
        } catch (error) {
          if (!(error instanceof DamagedError)) throw error;
          const next = steps[index + 1];
          const instead =
            next === undefined
              ? "there is none before it, starting from the beginning"
              : `falling back to ${fileOf(next)}`;
          onWarning(`${NAME}: ${file} ${error.message}; ${instead}`);
        }
      }
      return undefined;
    },
    async save(state) {
      await directory.write([{ name: fileOf(state.step), parts: encodeCheckpoint(state) }]);
      // Later ones are useless: they were skipped when this run started.
      const steps = await stepsThere();
      const kept = steps.filter((step) => step <= state.step).slice(0, keep);
      await directory.remove(steps.filter((step) => !kept.includes(step)).map(fileOf));
    },
    close: directory.close,
  };
}

function fileOf(step: number): string {
  return `step-${String(step).padStart(10, "0")}.safetensors`;
}

async function readCheckpoint(path: string): Promise<TrainingState> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = await readRegularFile(path, MOST_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // What the disk cannot read is damaged, and so is anything but a file; missing permission is not damage.
    if (code === "EIO" || !/^E[A-Z]/.test(code ?? "")) throw new DamagedError(`cannot be read (${code})`);
    throw new Error(`${NAME}: cannot read ${path} (${code}); make sure that it can be read`, { cause: error });
  }
  try {
    return decodeCheckpoint(Buffer.from(bytes.buffer));
  } catch (error) {
    if (error instanceof DamagedError) throw error;
    throw new Error(`${NAME}: ${path} ${(error as Error).message}`, { cause: error });
  }
}
