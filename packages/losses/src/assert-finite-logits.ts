import { ArgumentError, assertFields } from "@dark-knowledge/core";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { assertLogits } from "./internal/assert-logits.ts";

/** The names to use in the error message. */
export interface DataCheckOptions {
  /** The name of the checked argument. */
  readonly argument?: string;
  /** The function that needed the check. Default: the check itself. */
  readonly functionName?: string;
}

/**
 * Reads logits and throws when one of them is NaN or +∞, or a row has only −∞.
 *
 * A single −∞ is a masked class and passes. The losses do not read their data, because that waits for the device; call
 * this where data enters, or when a loss has become NaN.
 *
 * @param logits `[batch, classes]`, float32
 * @param options how to name them in the message. Default of `argument`: "logits"
 * @throws ArgumentError that names the row and the class of the first such value
 *
 * @example
 * ```ts
 * import { assertFiniteLogits } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const logits = tf.tensor2d([[0, 1], [Number.NaN, 2]]);
 * const complaint = assertFiniteLogits(logits, { argument: "teacherLogits" }).catch((error) => error.message);
 * await complaint; // => "assertFiniteLogits: teacherLogits must hold no NaN and no +∞, got NaN at row 1, class 0"
 * ```
 */
export async function assertFiniteLogits(logits: Tensor2D, options: DataCheckOptions = {}): Promise<void> {
  assertFields("assertFiniteLogits", options, { argument: "text?", functionName: "text?" });
  const { argument = "logits", functionName = "assertFiniteLogits" } = options;
  assertLogits(functionName, argument, logits);
  const classes = logits.shape[1];
  const values = await logits.data();
  const fail = (expected: string, received: string) => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
  };
  let finiteInRow = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    const column = index % classes;
    const row = (index - column) / classes;
    if (Number.isNaN(value) || value === Infinity) {
      const name = Number.isNaN(value) ? "NaN" : "+∞";
      fail("must hold no NaN and no +∞", `${name} at row ${row}, class ${column}`);
    }
    finiteInRow = (column === 0 ? 0 : finiteInRow) + (value === -Infinity ? 0 : 1);
    if (column === classes - 1 && finiteInRow === 0) {
      fail("must have a finite value in every row", `only −∞ in row ${row}`);
    }
  }
}
