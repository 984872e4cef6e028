import { ArgumentError } from "@dark-knowledge/core";
import type { SoftTargetManifest } from "../manifest.ts";
import { topKLogits } from "../top-k-logits.ts";
import { findWrongRow } from "./check-answers.ts";
import type { ShardRows } from "./encode-shard.ts";
import { fitsFloat16 } from "./float16.ts";

/** The answers that are in memory until a shard of them is full, as they will be stored. */
export interface AnswerBuffer {
  /** Adds the rows of a batch at a row of the buffer. */
  set(row: number, logits: Float32Array): void;
  /** The first rows, not copied. */
  first(rows: number): ShardRows["answers"];
}

export function createAnswerBuffer({ encoding, classNames, dataset, rowsPerShard }: SoftTargetManifest): AnswerBuffer {
  const classCount = classNames.length;
  const room = Math.min(rowsPerShard, dataset.size);
  if (encoding.kind === "dense") {
    const buffer = new Float32Array(room * classCount);
    return {
      set: (row, logits) => buffer.set(logits, row * classCount),
      first: (rows) => ({ logits: buffer.subarray(0, rows * classCount) }),
    };
  }
  const { k } = encoding;
  const indices = new Int32Array(room * k);
  const largest = new Float32Array(room * k);
  const tailLogits = new Float32Array(room);
  return {
    set(row, logits) {
      const top = topKLogits(logits, { classCount, k });
      indices.set(top.indices, row * k);
      largest.set(top.logits, row * k);
      tailLogits.set(top.tailLogits, row);
    },
    first: (rows) => ({
      indices: indices.subarray(0, rows * k),
      logits: largest.subarray(0, rows * k),
      tailLogits: tailLogits.subarray(0, rows),
    }),
  };
}

/** Throws unless the answers to some examples, full rows, can be stored. */
export function assertStorable(
  functionName: string,
  { encoding, classNames }: SoftTargetManifest,
  logits: Float32Array,
  ids: readonly number[],
): void {
  const classCount = classNames.length;
  const fail = (expected: string, received: string) =>
    new ArgumentError({ functionName, argument: "logits", expected, received, code: "range" });
  const wrong = findWrongRow(logits, classCount);
  if (wrong !== undefined) {
    const received = `${wrong.found} in the answer to example ${ids[wrong.row]}`;
    throw fail("must be finite or −∞, with a finite one for each example", received);
  }
  const tooLarge = encoding.dtype === "float32" ? -1 : logits.findIndex((logit) => !fitsFloat16(logit));
  if (tooLarge < 0) return;
  const example = ids[Math.floor(tooLarge / classCount)];
  const received = `${logits[tooLarge]} for class ${tooLarge % classCount} of example ${example}`;
  throw fail("must be within ±65504 or −∞ for float16", received);
}
