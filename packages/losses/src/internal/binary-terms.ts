import {
  abs,
  add,
  cast,
  div,
  equal,
  exp,
  expandDims,
  mul,
  neg,
  relu,
  sigmoid,
  square,
  sub,
  sum,
  Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
} from "@tensorflow/tfjs-core";
import { constant } from "./constant.ts";
import { logOfOnePlus } from "./log-of-one-plus.ts";
import { boundLogits, infiniteWhereMasked } from "./masked-classes.ts";
import { rowScale } from "./row-softmax.ts";
import type { CheckedTemperature } from "./temperature.ts";
import { deferredGradient, withGradient } from "./with-gradient.ts";

/** How much a class counts as there, and how much as not there; in a row without a target both are 0. */
interface Sides {
  readonly yes: Tensor2D;
  readonly no: Tensor2D;
}

/** `Σ_c −log q_c` where the label is 1, `−log(1 − q_c)` where it is 0, at T = 1; classes with another label count nothing. */
export function binaryHardTerm(functionName: string, studentLogits: Tensor2D, labels: Tensor2D): Tensor1D {
  const isLabel = (label: number) => constant(() => cast(equal(labels, label), "float32") as Tensor2D);
  return crossEntropy(functionName, studentLogits, { yes: isLabel(1), no: isLabel(0) }, 1, []);
}

/** `T² · Σ_c −(p_c log q_c + (1 − p_c) log(1 − q_c))` with `p = σ(teacherLogits / T)`, differentiable with respect to both. */
export function binarySoftTermFromLogits(
  functionName: string,
  studentLogits: Tensor2D,
  teacherLogits: Tensor2D,
  temperature: CheckedTemperature,
): Tensor1D {
  const t = columnOf(temperature);
  const softened = (sign: 1 | -1) =>
    constant(() => sigmoid(mul<Tensor2D>(div(boundLogits(teacherLogits), t), sign))) as Tensor2D;
  // T² · p (1 − p) / T · −z / T: the temperature is in p alone.
  const deferred = deferredGradient(
    functionName,
    teacherLogits,
    [studentLogits, ...tensorsOf(t)],
    (upstream, [student, ...rest], teacher) => {
      const p = sigmoid(div(boundLogits(teacher as Tensor2D), rest[0] ?? t));
      const q = sigmoid(div(neg(boundLogits(teacher as Tensor2D)), rest[0] ?? t));
      return mul(mul(mul(p, q), neg(boundLogits(student as Tensor2D))), rowScale(upstream, 1));
    },
  );
  return crossEntropy(functionName, studentLogits, { yes: softened(1), no: softened(-1) }, t, [deferred]);
}

/** The same with `p` as given, from 0 to 1. */
export function binarySoftTermFromProbs(
  functionName: string,
  studentLogits: Tensor2D,
  teacherProbs: Tensor2D,
  temperature: CheckedTemperature,
): Tensor1D {
  const t = columnOf(temperature);
  const sides = {
    yes: constant(() => mul<Tensor2D>(teacherProbs, 1)),
    no: constant(() => sub<Tensor2D>(1, teacherProbs)),
  };
  // T² · −z / T
  const deferred = deferredGradient(
    functionName,
    teacherProbs,
    [studentLogits, ...tensorsOf(t)],
    (upstream, [student, ...rest]) =>
      mul(mul(neg(boundLogits(student as Tensor2D)), rest[0] ?? t), rowScale(upstream, 1)),
  );
  return crossEntropy(functionName, studentLogits, sides, t, [deferred]);
}

/**
 * `T² · Σ_c −(yes_c log q_c + no_c log(1 − q_c))`, `q = σ(z / T)`. Written as a sum of what is never negative, so that nothing cancels:
 * `−log q = relu(−z) + log(1 + e^−|z|)`, `−log(1 − q) = relu(z) + log(1 + e^−|z|)`.
 */
function crossEntropy(
  functionName: string,
  studentLogits: Tensor2D,
  { yes, no }: Sides,
  temperature: number | Tensor2D,
  deferred: readonly Tensor[],
): Tensor1D {
  const loss = {
    value: (): Tensor1D => {
      const bounded = boundLogits(studentLogits);
      const z = div<Tensor2D>(bounded, temperature);
      const atBest = mul(add(yes, no), logOfOnePlus<Tensor2D>(exp(neg(abs(z)))));
      const beyond = add(mul(yes, relu(neg(z))), mul(no, relu(z)));
      const finite = sum<Tensor1D>(mul(add(atBest, beyond), squareOf(temperature)), 1);
      return add(finite, infiniteWhereMasked(yes, bounded));
    },
    saved: [yes, no, ...tensorsOf(temperature)],
    // T (no · q − yes · (1 − q)), where 1 − q is taken from the other tail.
    gradient: (upstream: Tensor, [is, isNot, ...rest]: readonly Tensor[], student: Tensor) => {
      const t = rest[0] ?? temperature;
      const z = div<Tensor2D>(boundLogits(student as Tensor2D), t);
      const slope = sub(mul(isNot!, sigmoid(z)), mul(is!, sigmoid(neg(z))));
      return mul(mul(slope, t), rowScale(upstream, 1));
    },
  };
  return withGradient(functionName, studentLogits, loss, deferred);
}

/** One temperature, or a column of one for each row. */
function columnOf(temperature: CheckedTemperature): number | Tensor2D {
  if (typeof temperature === "number") return temperature;
  return temperature instanceof Tensor
    ? constant(() => expandDims<Tensor2D>(temperature, 1))
    : tensor2d(temperature, [temperature.length, 1]);
}

function tensorsOf(temperature: number | Tensor2D): readonly Tensor[] {
  return typeof temperature === "number" ? [] : [temperature];
}

function squareOf(temperature: number | Tensor2D): number | Tensor2D {
  return typeof temperature === "number" ? temperature ** 2 : square(temperature);
}
