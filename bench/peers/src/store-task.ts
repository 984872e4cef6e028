import { type SoftTargetAnswers, type TopKLogits, topKLogits } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import type { Numbers } from "./case-data.ts";
import { classesOf, PLACED_CACHE_BYTES, type StoreCase } from "./cases.ts";
import { forwardNet } from "./own-programs.ts";
import { tensorOf, weightsOf } from "./program.ts";
import type { Variant } from "./protocol.ts";
import { storeDirectory } from "./record-store.ts";

/** Something to be timed that is no tensor: an answer to a batch, or an epoch. */
export interface Task {
  /** What has to agree among all that run the case; empty where there is nothing to compare. */
  readonly check: readonly number[];
  step(): Promise<void>;
  close(): Promise<void>;
}

const CHECKED_BATCHES = 4;

/** Answers to random batches: out of the store, or from the teacher itself. */
export async function createStoreTask(
  folder: string,
  one: StoreCase,
  numbers: ReadonlyMap<string, Numbers>,
  variant: Variant,
): Promise<Task> {
  const ids = numbers.get("ids")!.values as Int32Array;
  const batches = Array.from({ length: ids.length / one.batch }, (_, index) =>
    ids.subarray(index * one.batch, (index + 1) * one.batch),
  );
  return variant === "teacher"
    ? createTeacherTask(one, numbers, batches)
    : createReadTask(storeDirectory(folder, one.id), batches, variant === "placed");
}

async function createReadTask(directory: string, batches: readonly Int32Array[], isPlaced: boolean): Promise<Task> {
  const softTargets = await openSoftTargets(directory, isPlaced ? { cacheBytes: PLACED_CACHE_BYTES } : {});
  const check: number[] = [];
  for (const batch of batches.slice(0, CHECKED_BATCHES)) check.push(...sumsOf(await softTargets.read(batch)));
  let next = 0;
  return {
    check,
    async step() {
      await softTargets.read(batches[next++ % batches.length]!);
    },
    close: () => softTargets.close(),
  };
}

/** The features are on the backend already, because a student needs them too; the logits come back as from a store. */
async function createTeacherTask(
  one: StoreCase,
  numbers: ReadonlyMap<string, Numbers>,
  batches: readonly Int32Array[],
): Promise<Task> {
  const { layers, batch, encoding } = one;
  const examples = tensorOf(numbers, "features");
  const weights = weightsOf(numbers);
  const features = batches.slice(0, CHECKED_BATCHES).map((ids) => {
    const shown = tf.tensor1d(
      ids.map((id) => id % batch),
      "int32",
    );
    return tf.gather(examples, shown);
  });
  const answer = async (index: number) => {
    const logits = tf.tidy(() => forwardNet(layers, features[index % features.length]!, weights, undefined));
    const values = (await logits.data()) as Float32Array;
    logits.dispose();
    return values;
  };
  const check: number[] = [];
  for (let index = 0; index < features.length; index++) {
    const logits = await answer(index);
    const answers: SoftTargetAnswers =
      encoding.kind === "dense"
        ? { kind: "dense", logits }
        : { kind: "top-k", ...topKLogits(logits, { classCount: classesOf(one), k: encoding.k }) };
    check.push(...sumsOf(answers));
  }
  let next = 0;
  return {
    check,
    async step() {
      await answer(next++);
    },
    async close() {},
  };
}

/** One number for each part of the answers. */
function sumsOf(answers: SoftTargetAnswers): number[] {
  const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + Math.abs(value), 0);
  if (answers.kind === "dense") return [sum(answers.logits)];
  const { logits, indices, tailLogits }: TopKLogits = answers;
  return [sum(logits), sum(indices), sum(tailLogits)];
}
