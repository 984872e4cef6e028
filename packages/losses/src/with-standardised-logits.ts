import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { Tensor, type Tensor2D, type TensorContainer, tidy } from "@tensorflow/tfjs-core";
import { standardiseLogits } from "./standardise-logits.ts";

/** The teacher argument of a logit loss: its logits, or an object that contains them. */
type LogitTeacher = Tensor2D | { readonly teacherLogits?: Tensor2D | undefined };

/**
 * Makes a loss of logits one of standardised logits: {@link standardiseLogits} goes over the student's and the teacher's first.
 *
 * The result takes the same arguments as the loss and returns the same. Its temperature divides logits of variance 1: 2
 * is the paper's. The paper raises the soft term's weight at the same time, to 9. Wrap the soft term only and keep the
 * hard one on the logits themselves, in a weighted list: the scale that this discards is what makes predictions
 * confident.
 *
 * @param loss a function of student logits, teacher logits (or an object with `teacherLogits`), and options
 * @returns a function of the same arguments
 * @throws ArgumentError when `loss` is no function, or the result is called with no teacher's logits
 * @see Sun, Ren, Li, Wang and Cao (2024), *Logit Standardization in Knowledge Distillation*, algorithm 1
 *
 * @example
 * ```ts
 * import { klDivergence, withStandardisedLogits } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const loss = withStandardisedLogits(klDivergence);
 * const studentLogits = tf.tensor2d([[1, 2, 4]]);
 * // The same but for shift and scale
 * const teacherLogits = tf.tensor2d([[-7, -4, 2]]);
 * await loss(studentLogits, teacherLogits, { temperature: 2 }).data(); // ≈ [0.0000]
 * ```
 */
export function withStandardisedLogits<Teacher extends LogitTeacher, Rest extends readonly unknown[], Result>(
  loss: (studentLogits: Tensor2D, teacher: Teacher, ...rest: Rest) => Result,
): (studentLogits: Tensor2D, teacher: Teacher, ...rest: Rest) => Result {
  const functionName = "withStandardisedLogits";
  const refuse = (argument: string, expected: string, value: unknown) =>
    new ArgumentError({ functionName, argument, expected, received: formatValue(value), code: "state" });
  if (typeof loss !== "function") throw refuse("loss", "must be a function", loss);
  return (studentLogits, teacher, ...rest) => {
    const logits = teacher instanceof Tensor ? teacher : teacher?.teacherLogits;
    if (logits === undefined) throw refuse("teacher", "must be logits or have teacherLogits", teacher);
    return tidy(() => {
      const standard = standardiseLogits(logits);
      const replaced = teacher instanceof Tensor ? standard : { ...teacher, teacherLogits: standard };
      return loss(standardiseLogits(studentLogits), replaced as Teacher, ...rest) as TensorContainer;
    }) as Result;
  };
}
