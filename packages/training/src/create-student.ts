import {
  ArgumentError,
  assertArray,
  assertFields,
  assertOptions,
  type Matrix,
  matrixRow,
  softmax,
} from "@dark-knowledge/core";
import { type Dataset, datasetFromRaws, type PrepareInputsOptions, withVariances } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { argMax } from "./internal/arg-max.ts";
import { isDataset } from "./internal/assert-dataset.ts";
import { createUnscale, unitOf } from "./internal/create-unscale.ts";
import { deviationOf } from "./internal/create-variance-evaluator.ts";
import { unknownTargets } from "./internal/unknown-targets.ts";
import { predictLogits } from "./predict-logits.ts";
import type { PredictOptions } from "./predict-options.ts";
import type { OutputsDescription, StudentDescription } from "./student-description.ts";

/** A student's answer to one example. */
export interface Prediction {
  /** The name of the most probable class. */
  readonly label: string;
  /** Its probability. */
  readonly prob: number;
  /** The probabilities of all classes, in the order of the description's `classNames`. */
  readonly probs: Float64Array;
}

/** A student's answer to one example that may have several classes. */
export interface LabelsPrediction {
  /** The names of the classes whose probability is above ½. */
  readonly labels: readonly string[];
  /** The probability of each class, in the order of the description's `classNames`; they do not add up to 1. */
  readonly probs: Float64Array;
}

/** A student's numbers for one example, by the name of the output, in the unit of its training data. */
export type NumbersPrediction = Readonly<Record<string, number>>;

/** The Gaussian of a student's number. */
export interface GaussianPrediction {
  readonly mean: number;
  /** The standard deviation: about 90 % of the true numbers should be within 1.645 of it. */
  readonly deviation: number;
}

/** Those of a student that gives variances for one example, by the name of the output, in the unit of its training data. */
export type GaussiansPrediction = Readonly<Record<string, GaussianPrediction>>;

/**
 * Raw examples for a student: a list of rows of a table, pictures, texts, or stored numbers if there is no source; for a student of several inputs
 * a list for each, by name, of one length. Or a dataset of such examples, such as `loadExamples` reads.
 */
export type RawExamples = readonly unknown[] | Readonly<Record<string, readonly unknown[]>> | Dataset;

/** A model with a description, so that it accepts raw examples. */
export interface Student {
  readonly description: StudentDescription;
  readonly model: LayersModel;
  /** Answers raw examples. */
  predict(examples: RawExamples, options?: PredictOptions): Promise<readonly Prediction[]>;
  /** The same of a student whose task is `several-classes`. */
  predictLabels(examples: RawExamples, options?: PredictOptions): Promise<readonly LabelsPrediction[]>;
  /** The same of a student whose task is `numbers`. */
  predictNumbers(examples: RawExamples, options?: PredictOptions): Promise<readonly NumbersPrediction[]>;
  /** The same with the deviations of a student that gives variances. */
  predictGaussians(examples: RawExamples, options?: PredictOptions): Promise<readonly GaussiansPrediction[]>;
  /** Returns the answers as logits, `[examples, classes]`, or as numbers on the model's scale, `[examples, outputs]`. */
  predictLogits(examples: RawExamples, options?: PredictOptions): Promise<Matrix<Float32Array>>;
  /** Disposes of the model. */
  dispose(): void;
}

/**
 * Creates a student from a model and its description: raw examples in, named answers out. `loadStudent` reads both from
 * where `saveStudent` wrote them.
 *
 * @param sources the kinds of sources from outside `@dark-knowledge/datasets`, such as `LOG_MELS` of `@dark-knowledge/speech`
 * @returns a student that owns the model; the caller disposes of it
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { columnOf, createDataset, describeInputs, encodeTable, tableRow, withTransform } from "@dark-knowledge/datasets";
 * import { createMlp, createStudent } from "@dark-knowledge/training";
 *
 * const rows = columnOf([{ age: 20 }, { age: 40 }], tableRow([{ name: "age", type: "number" }]));
 * const table = createDataset({
 *   columns: { row: rows },
 *   targets: { kind: "classes", labels: Int32Array.of(0, 1), classNames: ["young", "old"] },
 * });
 * const student = createStudent(createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 2, seed: 1 }), {
 *   version: 1,
 *   task: "classes",
 *   classNames: ["young", "old"],
 *   inputs: describeInputs(withTransform(table, encodeTable(table))),
 *   fingerprint: "",
 *   versions: {},
 * });
 * const [answer] = await student.predict([{ age: 39 }]);
 * answer.probs.length; // => 2
 * student.dispose();
 * ```
 */
export function createStudent(
  model: LayersModel,
  description: StudentDescription,
  sources: PrepareInputsOptions = {},
): Student {
  assertOptions<PrepareInputsOptions>("createStudent", sources, { kinds: true });
  const fields = { classNames: "texts", inputs: "object", task: "text" } as const;
  assertFields("createStudent", { model }, { model: "object" });
  assertFields("createStudent", description, fields, { argument: "description", prefix: "description." });
  const { classNames, inputs, outputs, task } = description;

  const logitsOf: Student["predictLogits"] = (examples, options) => {
    if (isDataset(examples))
      return predictLogits(model, outputs?.variances ? withVariances(examples) : examples, options);
    const first = firstOf(examples, inputs);
    const targets = unknownTargets(description, first.length);
    return predictLogits(model, datasetFromRaws(inputs, examples, { ...sources, targets }), options);
  };

  /** Converts the logits of each example, for a student of the right task. */
  async function answer<Answer>(
    method: keyof typeof METHODS,
    examples: RawExamples,
    options: PredictOptions | undefined,
    convert: (logits: Float32Array) => Answer,
  ): Promise<readonly Answer[]> {
    if (METHODS[method] !== task) {
      const right = Object.keys(METHODS).find((name) => METHODS[name as keyof typeof METHODS] === task);
      throw new ArgumentError({
        functionName: method,
        argument: "student",
        expected: `must have the task "${METHODS[method]}" (use ${right})`,
        ...{ received: `"${task}"`, code: "state" },
      });
    }
    const logits = await logitsOf(examples, options);
    return Array.from({ length: logits.rows }, (_, row) => convert(matrixRow(logits, row)));
  }

  return {
    description,
    model,
    predictLogits: logitsOf,
    predict: (examples, options) =>
      answer("predict", examples, options, (logits) => {
        const [label, probs] = [argMax(logits), softmax(logits)];
        return { label: classNames[label]!, prob: probs[label]!, probs };
      }),
    predictLabels: (examples, options) =>
      answer("predictLabels", examples, options, (logits) => ({
        labels: classNames.filter((_, label) => logits[label]! > 0),
        probs: Float64Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit))),
      })),
    predictNumbers: (examples, options) => answer("predictNumbers", examples, options, numbersOf(outputs)),
    async predictGaussians(examples, options) {
      if (outputs?.variances === true) return answer("predictGaussians", examples, options, gaussiansOf(outputs));
      const expected = "must give variances (use predictNumbers for numbers alone)";
      const received = outputs === undefined ? `the task "${task}"` : "numbers alone";
      throw new ArgumentError({
        ...{ functionName: "predictGaussians", argument: "student", expected, received, code: "state" },
      });
    },
    dispose() {
      model.dispose();
    },
  };
}

/** The examples of the first input, of which there are as many as of the others. */
function firstOf(examples: Exclude<RawExamples, Dataset>, inputs: StudentDescription["inputs"]): readonly unknown[] {
  const names = Object.keys(inputs);
  const isByName = names.length > 1 && typeof examples === "object" && examples !== null && !Array.isArray(examples);
  if (!isByName) {
    assertArray("predict", "examples", examples, "Array");
    return examples;
  }
  const [name] = names as [string];
  const own = (examples as Readonly<Record<string, readonly unknown[]>>)[name];
  assertArray("predict", `examples.${name}`, own, "Array");
  return own;
}

/** Converts a model's numbers to those of the outputs in their unit. */
function numbersOf(outputs: OutputsDescription | undefined): (numbers: Float32Array) => NumbersPrediction {
  const unscale = createUnscale(outputs?.scale);
  return (numbers) =>
    Object.fromEntries(outputs!.names.map((name, output) => [name, unscale(numbers[output]!, output)]));
}

/** The same with the deviations that a model gives after its numbers. */
function gaussiansOf({ names, scale }: OutputsDescription): (numbers: Float32Array) => GaussiansPrediction {
  const unscale = createUnscale(scale);
  return (numbers) =>
    Object.fromEntries(
      names.map((name, output) => {
        const deviation = deviationOf(numbers[names.length + output]!) * unitOf(scale, output);
        return [name, { mean: unscale(numbers[output]!, output), deviation }];
      }),
    );
}

/** The task of each way to ask a student. */
const METHODS = {
  predict: "classes",
  predictLabels: "several-classes",
  predictNumbers: "numbers",
  predictGaussians: "numbers",
} as const;
