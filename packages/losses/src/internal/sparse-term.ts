import { ArgumentError, assertOneOf, assertShape, formatShape, formatValue } from "@dark-knowledge/core";
import {
  add,
  clipByValue,
  concat,
  expandDims,
  max,
  maximum,
  mul,
  sub,
  type Tensor1D,
  type Tensor2D,
} from "@tensorflow/tfjs-core";
import type { SparseTeacherLogits, TailOption } from "../sparse-teacher-logits.ts";
import { assertTensor } from "./assert-logits.ts";
import { classCoordinates, mergeOthers, placeClasses } from "./class-coordinates.ts";
import { constant } from "./constant.ts";
import { softTermFromLogits } from "./soft-term.ts";
import { atTemperature, type CheckedTemperature } from "./temperature.ts";

/** Throws unless the parts of a sparse teacher fit the student's logits and each other, and `tail` is a choice. */
export function assertSparseTeacher(
  functionName: string,
  sparse: SparseTeacherLogits,
  studentLogits: Tensor2D,
  tail: unknown,
): asserts tail is TailOption {
  if (typeof sparse !== "object" || sparse === null) {
    throw new ArgumentError({
      functionName,
      argument: "sparseTeacherLogits",
      expected: "must be an object with indices, logits and tailLogits",
      received: formatValue(sparse),
      code: "state",
    });
  }
  const [batch, classes] = studentLogits.shape;
  const { indices, logits, tailLogits } = sparse;
  assertTensor(functionName, "indices", indices, "int32");
  const count = indices.shape[1];
  if (indices.shape.length !== 2 || indices.shape[0] !== batch || count < 1 || count >= classes) {
    throw new ArgumentError({
      functionName,
      argument: "indices",
      expected: `must have shape [${batch}, k] with k from 1 to ${classes - 1}`,
      received: formatShape(indices.shape),
      code: "shape",
    });
  }
  assertTensor(functionName, "logits", logits, "float32");
  assertShape(functionName, "logits", logits.shape, indices.shape, "indices");
  assertTensor(functionName, "tailLogits", tailLogits, "float32");
  assertShape(functionName, "tailLogits", tailLogits.shape, [batch], "the rows of studentLogits");
  assertOneOf(functionName, "tail", tail, ["class", "spread"]);
}

/** `T² · −Σ p log q` against a sparse teacher, differentiable with respect to all logits. */
export function softTermFromSparse(
  functionName: string,
  studentLogits: Tensor2D,
  { indices, logits, tailLogits }: SparseTeacherLogits,
  tail: TailOption,
  temperature: CheckedTemperature,
): Tensor1D {
  const classes = studentLogits.shape[1];
  const picked = classCoordinates(indices, classes);
  const column = expandDims<Tensor2D>(tailLogits, 1);
  const compute = (t: number, z: Tensor2D, v: Tensor2D) => softTermFromLogits(functionName, z, v, t);
  if (tail === "class") {
    const pair = [mergeOthers(functionName, studentLogits, picked, 1), concat<Tensor2D>([logits, column], 1)];
    return atTemperature(functionName, temperature, pair, compute);
  }
  const isOther = constant(() => sub<Tensor2D>(1, picked.isPicked));
  // Each part of the tail is less by the logarithm of a number, which would lose its digits next to large logits.
  const largest = constant(() => maximum<Tensor2D>(max(logits, 1, true), column));
  // A tail without mass, −∞, becomes a finite logit that has none either: 0 · (−∞) would be NaN at the picked classes.
  const rest = clipByValue(sub(column, largest), -(2 ** 100), 0);
  const each = sub(rest, Math.log(classes - picked.count));
  const named = placeClasses(functionName, sub(logits, largest), picked);
  const teacher = add<Tensor2D>(named, mul(isOther, each));
  return atTemperature(functionName, temperature, [studentLogits, teacher], compute);
}
