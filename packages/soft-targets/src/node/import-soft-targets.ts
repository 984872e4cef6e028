import { createHash } from "node:crypto";
import { assertFields } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import type { GivenAnswers } from "../given-answers.ts";
import type { SoftTargetEncoding, SoftTargetTask } from "../manifest.ts";
import { selectAnswers } from "../select-answers.ts";
import { takeAnswers } from "../take-answers.ts";
import { createSoftTargetWriter } from "./create-soft-target-writer.ts";
import { storableAnswers } from "./internal/storable-answers.ts";

/** Answers to import, and their identity. */
export interface ImportSoftTargetsOptions extends GivenAnswers, LockOptions {
  /** The kind of answer. Default: numbers where they are given as such, else those of one class each. */
  readonly task?: SoftTargetTask;
  /** The names of the classes; of numbers those of the outputs. */
  readonly classNames: readonly string[];
  /** Identifies the teacher. Default: a hash of the answers. */
  readonly teacherFingerprint?: string;
  /** A hash of the examples, from `fingerprintDataset` of the training package. */
  readonly datasetFingerprint?: string;
  /** Default: full rows in float32, or top-k rows for top-k answers. */
  readonly encoding?: SoftTargetEncoding;
  readonly rowsPerShard?: number;
  /** Receives one line if "logits" look like probabilities. */
  readonly onWarning?: (line: string) => void;
}

/** Result of {@link importSoftTargets}. */
export interface ImportedSoftTargets {
  readonly answers: number;
  readonly teacherFingerprint: string;
}

/** Rows that are written at once. */
const MOST_ROWS = 4096;
const NAME = "importSoftTargets";

/**
 * Makes a store from existing answers: from a notebook, a service's batch job, another framework. All of them are
 * checked before anything is written. The manifest records their form and temperature.
 *
 * @param directory created if it does not exist; otherwise empty, or with an unfinished import of the same answers
 * @throws ArgumentError that names the first invalid row, as in {@link takeAnswers}
 * @throws Error when another process writes there, or the directory has other content
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/answers-`);
 * const probs = Float32Array.of(0.5, 0.5, 0.125, 0.875);
 * await importSoftTargets(directory, { probs, ids: [7, 3], classNames: ["cat", "dog"] });
 * const softTargets = await openSoftTargets(directory);
 * const { logits } = await softTargets.read([3]);
 * Array.from(logits, Math.exp); // ≈ [0.125, 0.875]
 * await softTargets.close();
 * ```
 */
export async function importSoftTargets(
  directory: string,
  options: ImportSoftTargetsOptions,
): Promise<ImportedSoftTargets> {
  assertFields(NAME, { directory }, { directory: "text" });
  assertFields(NAME, options, { classNames: "texts", teacherFingerprint: "text?", onWarning: "function?" });
  const { classNames, datasetFingerprint, rowsPerShard, takeOver, onWait, signal, onWarning } = options;
  const {
    ids: givenIds,
    answers,
    givenAs,
  } = takeAnswers(NAME, options, {
    ...{ classCount: classNames.length, task: options.task, onWarning },
  });
  const told = options.task === "several-classes" ? options.task : undefined;
  const task = givenAs.kind === "numbers" ? "numbers" : told;
  const { length } = givenIds;
  const order = Uint32Array.from(givenIds.keys()).sort((one, other) => givenIds[one]! - givenIds[other]!);
  const ids = Float64Array.from(order, (row) => givenIds[row]!);
  const k = answers.kind === "dense" ? 0 : answers.logits.length / length;
  const encoding: SoftTargetEncoding =
    options.encoding ?? (k === 0 ? { kind: "dense", dtype: "float32" } : { kind: "top-k", dtype: "float32", k });
  const rowsFrom = (first: number, end: number) => {
    const rows = selectAnswers(answers, order.subarray(first, end), { classCount: classNames.length });
    return rows.kind === "dense" ? rows.logits : rows;
  };
  const hash = createHash("sha256").update(ids);
  for (let first = 0; first < length; first += MOST_ROWS) {
    const end = Math.min(first + MOST_ROWS, length);
    const rows = rowsFrom(first, end);
    storableAnswers(NAME, rows, Array.from(ids.subarray(first, end)), {
      encoding,
      classNames,
      ...(task ? { task } : {}),
    });
    const parts = rows instanceof Float32Array ? [rows] : [rows.indices, rows.logits, rows.tailLogits];
    for (const part of parts) hash.update(part);
  }
  const teacherFingerprint = options.teacherFingerprint ?? hash.digest("hex");
  const writer = await createSoftTargetWriter(directory, {
    ...{ classNames, teacherFingerprint, encoding, givenAs, ids, takeOver, onWait, signal },
    ...(task ? { task } : {}),
    ...(datasetFingerprint === undefined ? {} : { datasetFingerprint }),
    ...(rowsPerShard === undefined ? {} : { rowsPerShard }),
  });
  try {
    let first = 0;
    for (let wanted = writer.next(MOST_ROWS); wanted !== undefined; wanted = writer.next(MOST_ROWS)) {
      // After an unfinished import it starts further on.
      first = ids.indexOf(wanted.ids[0]!, first);
      await writer.append(rowsFrom(first, first + wanted.ids.length));
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  return { answers: length, teacherFingerprint };
}
