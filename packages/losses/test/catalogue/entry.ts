import type { Rows } from "@dark-knowledge/testing";
import type * as tf from "@tensorflow/tfjs-core";
import type { Temperature } from "../../src/index.ts";

/** What the tables say of a function. */
interface Description {
  /** How it is called, as the README writes it; further variants of a function have none. */
  readonly signature?: string;
  /** Its value for an example. */
  readonly formula: string;
  readonly source: string;
}

/** What a loss of logits is computed from, as plain numbers. */
export interface LogitCase {
  readonly z: Rows;
  readonly v: Rows;
  /** Right classes. */
  readonly labels: readonly number[];
  readonly temperature: number;
}

/** What decides the form that a teacher's logits are given in. */
export interface TeacherContext {
  readonly temperature: Temperature;
  /** `[batch, k]`, int32: the classes that a sparse teacher names. */
  readonly named: tf.Tensor2D;
}

/** A loss of the student's logits. */
export interface LogitLoss extends Description {
  readonly kind: "logits";
  /** Its options but for the temperature. Those whose names end in `Weight` must be finite and not negative. */
  readonly options: object;
  readonly takesTemperature: boolean;
  /** Calls it with options that hold `temperature` too, if it takes one. Losses of labels alone ignore the teacher. */
  readonly call: (z: tf.Tensor2D, teacher: never, labels: tf.Tensor1D, options: never) => tf.Tensor1D;
  /** Makes of the teacher's logits what `call` takes; nothing when left out. */
  readonly teacher?: (v: tf.Tensor2D, context: TeacherContext) => unknown;
  /** The name that errors begin with, where it is not its own. */
  readonly throwsAs?: string;
  /** What every loss with arguments of this kind keeps, see `support/pair-contract.ts` and `support/labelled-contract.ts`. */
  readonly contract?: "teacherLogits" | "teacherProbs" | "labels" | "teacher and labels";
  /** The value in float64 at `options`, by another formula, also of a teacher that rules classes out. */
  readonly oracle?: (given: LogitCase) => readonly number[];
  /** What no student gets below; 0 when left out. */
  readonly floor?: (given: LogitCase) => readonly number[];
  /** Whether a constant may not be added to a row of the student's logits. */
  readonly countsShifts?: true;
  /** Options with which a row's value does not depend on the others, where `options` makes it depend. */
  readonly optionsByRow?: object;
  /** Whether a class that both rule out still counts as one. */
  readonly countsMasked?: true;
  /** Whether a class that the teacher alone rules out is beyond it, +∞ or NaN. */
  readonly needsWholeTeacher?: true;
  /** Calls what PyTorch computed for this name in `golden/make_golden.py`, where that is not `call`. */
  readonly golden?: LogitLoss["call"];
  /** Its panel in docs/losses.svg, drawn at T = 4 with `options`, unless it says otherwise. */
  readonly panel?: { readonly title?: string; readonly options?: object };
}

/** A loss of features of student and teacher. */
export interface FeatureLoss extends Description {
  readonly kind: "features";
  readonly call: (student: never, teacher: never) => tf.Tensor1D;
  /** Gives rows, `[batch, features]`, the shape that `call` takes; nothing when left out. */
  readonly fromRows?: (rows: tf.Tensor2D) => tf.Tensor;
  /** The value in float64, of rows. */
  readonly oracle: (student: Rows, teacher: Rows) => number[];
  /** Features of one example, of the student and of the teacher. */
  readonly sizes: readonly [number, number];
  /** Whether doubling one side changes nothing. */
  readonly ignoresScale: boolean;
}

/** A loss of the classes or outputs of an example, each by itself: the value is their sum. */
export interface ElementLoss extends Description {
  readonly kind: "elements";
  /** Its options but for the temperature. */
  readonly options: object;
  readonly takesTemperature: boolean;
  /** The float arguments by the names that errors use, the student's first, all `[batch, columns]`. */
  readonly inputs: readonly string[];
  /** What the int32 argument says of each element: 1, 0 or −1, or whether its target is known; it has none when undefined. */
  readonly marks: "labels" | "known" | undefined;
  /** Calls it with options that hold `temperature` too, if it takes one. */
  readonly call: (inputs: readonly tf.Tensor2D[], marks: tf.Tensor2D, options: never) => tf.Tensor1D;
  /** The value in float64 at `options`, by another formula. */
  readonly oracle: (
    inputs: readonly Rows[],
    marks: readonly (readonly number[])[],
    options: { temperature: number },
  ) => readonly number[];
  /** Whether it counts an example as a whole or not at all, so that its columns do not add up. */
  readonly jumps?: true;
}

/** A function of one batch of logits that is no loss. */
export interface LogitFunction extends Description {
  readonly kind: "function";
  readonly takesTemperature: boolean;
  readonly call: (logits: tf.Tensor2D, options: never) => tf.Tensor;
  readonly shapeOf: (batch: number, classes: number) => number[];
}

/** A function that computes nothing of its own from logits or features: only the README's table lists it. */
export interface Helper extends Description {
  readonly kind: "helper";
}

/** One line of the catalogue. */
export type Entry = LogitLoss | ElementLoss | FeatureLoss | LogitFunction | Helper;
