import { ArgumentError, assertFields, assertInteger, formatShape } from "@dark-knowledge/core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import type { DataCheckOptions } from "./assert-finite-logits.ts";
import { assertTensor } from "./internal/assert-logits.ts";

/**
 * Reads labels and throws when one is neither a class nor −1, the mark of a missing label.
 *
 * The losses do not read their data, because that waits for the device; a label out of range would count as missing.
 *
 * @param labels `[batch]`, int32
 * @param classCount the number of classes
 * @param options how to name them in the message. Default of `argument`: "labels"
 * @throws ArgumentError that names the row of the first wrong label, or the wrong dtype or shape
 *
 * @example
 * ```ts
 * import { assertLabels } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const labels = tf.tensor1d([3, -1, 10], "int32");
 * const complaint = assertLabels(labels, 10).catch((error) => error.message);
 * await complaint; // => "assertLabels: labels must be classes from 0 to 9, or -1 for none, got 10 at row 2"
 * ```
 */
export async function assertLabels(
  labels: Tensor1D,
  classCount: number,
  options: DataCheckOptions = {},
): Promise<void> {
  assertFields("assertLabels", options, { argument: "text?", functionName: "text?" });
  const { argument = "labels", functionName = "assertLabels" } = options;
  assertTensor(functionName, argument, labels, "int32");
  assertInteger(functionName, "classCount", classCount, { min: 2 });
  if (labels.shape.length !== 1) {
    const received = formatShape(labels.shape);
    throw new ArgumentError({ functionName, argument, expected: "must have shape [batch]", received, code: "shape" });
  }
  const values = await labels.data();
  const row = values.findIndex((label) => label < -1 || label >= classCount);
  if (row < 0) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must be classes from 0 to ${classCount - 1}, or -1 for none`,
    received: `${values[row]} at row ${row}`,
    code: "range",
  });
}
