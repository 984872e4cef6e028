import { ArgumentError, assertArray, type Matrix, matrixRow, softmax } from "@dark-knowledge/core";
import { type Dataset, datasetFromRaws, type PrepareInputsOptions, withVariances } from "@dark-knowledge/datasets";
import type { CompiledModel } from "@dark-knowledge/runtime";
import type { PredictOptions } from "../predict-options.ts";
import type { GaussiansPrediction, NumbersPrediction, RawExamples, StudentAnswers } from "../student-answers.ts";
import type { OutputsDescription, StudentDescription } from "../student-description.ts";
import { argMax } from "./arg-max.ts";
import { isDataset } from "./assert-dataset.ts";
import { logitsOfRaws } from "./compiled-logits.ts";
import { createUnscale, unitOf } from "./create-unscale.ts";
import { deviationOf } from "./create-variance-evaluator.ts";
import { unknownTargets } from "./unknown-targets.ts";

/** Gives logits, or numbers, for a dataset. */
type Ask = (dataset: Dataset, options: PredictOptions | undefined) => Promise<Matrix<Float32Array>>;

/** As many raw examples as a batch of a dataset has are answered at once. */
const MOST_AT_ONCE = 512;

/**
 * The answers of a student whose model gives logits, or numbers, for a dataset by `ask`.
 *
 * @param planOf a compiled plan for so many examples, where that is who answers: it is given raw examples at once, after it has answered some as a dataset. To make a dataset of a few
 * examples, and to check that it fits, takes longer than to answer them
 */
export function answersOf(
  description: StudentDescription,
  sources: PrepareInputsOptions,
  ask: Ask,
  planOf: (examples: number) => CompiledModel | undefined,
): StudentAnswers {
  const { classNames, inputs, outputs, task } = description;

  let isProven = false;

  const logitsOfDataset = async (dataset: Dataset, options: PredictOptions | undefined) => {
    const logits = await ask(dataset, options);
    isProven = true;
    return logits;
  };

  const logitsOf: StudentAnswers["predictLogits"] = (examples, options) => {
    if (isDataset(examples)) return ask(outputs?.variances ? withVariances(examples) : examples, options);
    const { length } = firstOf(examples, inputs);
    const isShort = isProven && options === undefined && length > 0 && length <= MOST_AT_ONCE;
    const plan = isShort ? planOf(length) : undefined;
    const logits = plan && logitsOfRaws(plan, description, examples, length, sources);
    if (logits !== undefined) return logits;
    const targets = unknownTargets(description, length);
    return logitsOfDataset(datasetFromRaws(inputs, examples, { ...sources, targets }), options);
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
