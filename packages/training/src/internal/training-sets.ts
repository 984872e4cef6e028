import { ArgumentError, assertInteger, assertOptions, assertShape, formatValue } from "@dark-knowledge/core";
import { type Dataset, datasetSize, inputShape, labelsOf, selectRows, stratifiedSplit } from "@dark-knowledge/datasets";
import type { TrainingOptions } from "../training-options.ts";
import { assertDataset, isDataset } from "./assert-dataset.ts";
import { classTargets } from "./class-targets.ts";
import { hasLabels } from "./has-labels.ts";

/** The training and validation sets of a loop. */
export interface TrainingSets {
  readonly training: Dataset;
  readonly validation?: Dataset;
}

/** Checks the validation set, and splits it off the training set if it is to come from there. `argument` names the training set. */
export function trainingSets(
  functionName: string,
  argument: string,
  dataset: unknown,
  validation: TrainingOptions["validation"],
): TrainingSets {
  assertDataset(functionName, argument, dataset);
  const { classNames } = classTargets(functionName, argument, dataset);
  assertNoWeights(functionName, argument, dataset);
  if (validation === undefined) return { training: dataset };
  if (isDataset(validation)) {
    assertDataset(functionName, "validation", validation);
    assertShape(functionName, "validation.exampleShape", inputShape(validation), inputShape(dataset), argument);
    const judged = classTargets(functionName, "validation", validation);
    assertSameClasses(functionName, argument, judged.classNames, classNames);
    assertLabelled(functionName, "validation", validation);
    return { training: dataset, validation };
  }
  assertOptions<{ size: number; seed: number }>(functionName, validation, { size: true, seed: true }, {}, "validation");
  const { size, seed } = validation;
  assertInteger(functionName, "validation.size", size, { min: 1, below: datasetSize(dataset) });
  assertInteger(functionName, "validation.seed", seed, { min: 0 });
  const { selected, rest } = stratifiedSplit(dataset, { size, seed });
  assertLabelled(functionName, "validation", selected);
  return { training: rest, validation: selected };
}

function assertNoWeights(functionName: string, argument: string, { targets, weights }: Dataset): void {
  if (weights === undefined && !("classWeights" in targets && targets.classWeights !== undefined)) return;
  throw new ArgumentError({
    ...{ functionName, argument, expected: "must have no weights, which this loop does not use", received: "weights" },
    code: "range",
  });
}

/** The examples that have a label. */
export function onlyLabelled(dataset: Dataset): Dataset {
  const labels = labelsOf(dataset);
  const positions = Array.from(labels.keys()).filter((position) => labels[position]! >= 0);
  return positions.length === labels.length ? dataset : selectRows(dataset, positions);
}

/** Throws an ArgumentError unless some example has a label. */
export function assertLabelled(functionName: string, argument: string, dataset: Dataset): void {
  if (hasLabels(dataset)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must have at least one labelled example",
    received: "labels that are all -1",
    code: "range",
  });
}

function assertSameClasses(
  functionName: string,
  argument: string,
  names: readonly string[],
  expected: readonly string[],
): void {
  const fail = (what: string, wanted: string, received: string): never => {
    const rule = `${wanted} (as ${argument})`;
    throw new ArgumentError({ functionName, argument: `validation.${what}`, expected: rule, received, code: "state" });
  };
  if (names.length !== expected.length) fail("classNames", `must have ${expected.length} names`, String(names.length));
  const index = names.findIndex((name, at) => name !== expected[at]);
  if (index >= 0) fail(`classNames[${index}]`, `must be ${formatValue(expected[index])}`, formatValue(names[index]));
}
