import { type AbortSignalLike, assertFields, assertInteger, assertNumber, softmax } from "@dark-knowledge/core";
import { assertStore } from "./internal/assert-store.ts";
import { type ColumnSummary, summariseColumns } from "./internal/summarise-columns.ts";
import type { SoftTargetAnswers, SoftTargets } from "./soft-targets.ts";

/** Options of {@link summariseSoftTargets}. */
export interface SummariseOptions {
  /** The temperatures to take the entropy at. Default: 1, 2, 4, 8 and 20. */
  readonly temperatures?: readonly number[];
  /** How many pairs of classes to name. Default: 10. */
  readonly pairs?: number;
  /** Called after every block with the answers that were read and all there are. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the next block when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}

/** A summary of a store's answers. */
export interface SoftTargetSummary {
  readonly answers: number;
  /** For answers that are no choice among classes, which have nothing of what follows: numbers, or probabilities of several classes. */
  readonly columns?: readonly ColumnSummary[];
  /** The mean entropy of the softened answers in nats, for each temperature. */
  readonly entropies: readonly { readonly temperature: number; readonly entropy: number }[];
  /** How many examples have each class as their largest logit. */
  readonly predictedCounts: readonly number[];
  /**
   * Which other class the teacher thinks of: pairs of the predicted and another class, by the mean probability of the other
   * one at temperature 1, over the examples with that prediction; the largest first.
   */
  readonly confusions: readonly {
    readonly predicted: string;
    readonly other: string;
    readonly meanProb: number;
  }[];
}

/**
 * Reads a store once and summarises the teacher's answers: how soft they are at some temperatures, and which
 * classes it takes for each other.
 *
 * Of top-k answers the mass of the rest counts as one class, which is in no pair. Numbers, and answers of several classes, are
 * no choice among classes: they are summarised column by column.
 *
 * @throws ArgumentError when a temperature is not positive or `pairs` is not a count
 * @throws Error that names the file and the cure when a shard is damaged
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { summariseSoftTargets } from "@dark-knowledge/soft-targets";
 * import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/soft-targets-`);
 * const writer = await createSoftTargetWriter(directory, {
 *   classNames: ["cat", "dog"],
 *   teacherFingerprint: "teacher-1",
 *   ids: [0],
 * });
 * writer.next(1);
 * await writer.append(Float32Array.of(Math.log(3), 0));
 * await writer.finish();
 * await writer.close();
 * const { confusions } = await summariseSoftTargets(await openSoftTargets(directory));
 * confusions; // ≈ [{ predicted: "cat", other: "dog", meanProb: 0.25 }]
 * ```
 */
export async function summariseSoftTargets(
  softTargets: SoftTargets,
  options: SummariseOptions = {},
): Promise<SoftTargetSummary> {
  assertStore("summariseSoftTargets", softTargets);
  assertFields("summariseSoftTargets", options, { temperatures: "list?", onProgress: "function?", signal: "object?" });
  const { temperatures = [1, 2, 4, 8, 20], pairs = 10, onProgress, signal } = options;
  for (const [index, temperature] of temperatures.entries()) {
    assertNumber("summariseSoftTargets", `temperatures[${index}]`, temperature, { above: 0 });
  }
  assertInteger("summariseSoftTargets", "pairs", pairs, { min: 0 });
  const { classNames, shards, task } = softTargets.manifest;
  const total = shards.reduce((sum, { rows }) => sum + rows, 0);
  if (task !== undefined) {
    const columns = await summariseColumns(softTargets, task, (done) => {
      if (signal?.aborted) throw signal.reason ?? new Error("summariseSoftTargets: aborted");
      onProgress?.(done, total);
    });
    return { answers: total, columns, entropies: [], predictedCounts: [], confusions: [] };
  }
  const sums = temperatures.map(() => 0);
  const counts = classNames.map(() => 0);
  // By predicted · classes + other: only pairs that occur take memory, so that 10,000 classes need no 10,000² table.
  const mass = new Map<number, number>();
  let answers = 0;
  for await (const block of softTargets.blocks()) {
    if (signal?.aborted) throw signal.reason ?? new Error("summariseSoftTargets: aborted");
    for (let row = 0; row < block.ids.length; row++) {
      const { classes, logits } = rowOf(block.answers, row, classNames.length);
      for (const [index, temperature] of temperatures.entries())
        sums[index]! += entropyOf(softmax(logits, { temperature }));
      addRow(classes, softmax(logits), classNames.length, counts, mass);
    }
    answers += block.ids.length;
    onProgress?.(answers, total);
  }
  return {
    answers,
    entropies: temperatures.map((temperature, index) => ({
      temperature,
      entropy: sums[index]! / Math.max(1, answers),
    })),
    predictedCounts: counts,
    confusions: largestPairs(mass, counts, pairs).map(({ predicted, other, meanProb }) => ({
      predicted: classNames[predicted]!,
      other: classNames[other]!,
      meanProb,
    })),
  };
}

interface Row {
  /** The class of each logit; the tail of a top-k answer has a logit and no class. */
  readonly classes: ArrayLike<number> | undefined;
  readonly logits: Float32Array;
}

function rowOf(answers: SoftTargetAnswers, row: number, classCount: number): Row {
  if (answers.kind === "dense") {
    return { classes: undefined, logits: answers.logits.subarray(row * classCount, (row + 1) * classCount) };
  }
  const k = answers.logits.length / answers.tailLogits.length;
  const logits = new Float32Array(k + 1);
  logits.set(answers.logits.subarray(row * k, (row + 1) * k));
  logits[k] = answers.tailLogits[row]!;
  return { classes: answers.indices.subarray(row * k, (row + 1) * k), logits };
}

function entropyOf(probs: Float64Array): number {
  return probs.reduce((sum, prob) => (prob > 0 ? sum - prob * Math.log(prob) : sum), 0);
}

/** Adds one answer to the counts and to the mass of the pairs of its prediction. */
function addRow(
  classes: ArrayLike<number> | undefined,
  probs: Float64Array,
  classCount: number,
  counts: number[],
  mass: Map<number, number>,
): void {
  const length = classes?.length ?? probs.length;
  let best = 0;
  for (let index = 1; index < length; index++) if (probs[index]! > probs[best]!) best = index;
  const predicted = classes?.[best] ?? best;
  counts[predicted]!++;
  for (let index = 0; index < length; index++) {
    // What is below one in a million changes no list of the most confused.
    if (index === best || probs[index]! < 1e-6) continue;
    const key = predicted * classCount + (classes?.[index] ?? index);
    mass.set(key, (mass.get(key) ?? 0) + probs[index]!);
  }
}

function largestPairs(mass: ReadonlyMap<number, number>, counts: readonly number[], wanted: number) {
  return [...mass]
    .map(([key, sum]) => {
      const predicted = Math.floor(key / counts.length);
      return { predicted, other: key % counts.length, meanProb: sum / counts[predicted]! };
    })
    .sort((one, other) => other.meanProb - one.meanProb || one.predicted - other.predicted || one.other - other.other)
    .slice(0, wanted);
}
