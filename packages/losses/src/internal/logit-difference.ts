import { div, mul, sub, sum, type Tensor2D } from "@tensorflow/tfjs-core";
import { boundLogits, maskedInBoth } from "./masked-classes.ts";

/**
 * `z − v`, row by row, and 0 for a class that both mask; `centred` takes off the mean over the classes that are left.
 */
export function logitDifference(studentLogits: Tensor2D, teacherLogits: Tensor2D, centred: boolean): Tensor2D {
  const student = boundLogits(studentLogits);
  const teacher = boundLogits(teacherLogits);
  const difference = sub<Tensor2D>(student, teacher);
  if (!centred) return difference;
  const kept = sub<Tensor2D>(1, maskedInBoth(student, teacher));
  const mean = div(sum(difference, 1, true), sum(kept, 1, true));
  return mul(sub(difference, mean), kept);
}
