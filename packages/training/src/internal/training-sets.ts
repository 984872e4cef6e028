import { ArgumentError, assertInteger, assertOptions, assertShape, formatValue } from "@dark-knowledge/core";
import { type Dataset, datasetSize, selectRows, stratifiedSplit } from "@dark-knowledge/datasets";
import type { TrainingOptions } from "../training-options.ts";
import { assertDataset, isDataset } from "./assert-dataset.ts";
import { type ExampleShape, exampleShapes } from "./example-shape.ts";
import { assertSomeKnown } from "./known-targets.ts";
import { type Task, type TaskKind, taskOf } from "./task.ts";

/** The training and validation sets of a loop. */
export interface TrainingSets {
  readonly task: Task;
  readonly training: Dataset;
  readonly validation?: Dataset;
}

/**
 * Checks the validation set, and splits it off the training set if it is to come from there. `argument` names the training set, whose examples of
 * weight 0 are left out.
 */
export function trainingSets(
  functionName: string,
  argument: string,
  given: unknown,
  validation: TrainingOptions["validation"],
  kinds?: readonly TaskKind[],
): TrainingSets {
  assertDataset(functionName, argument, given);
  const task = taskOf(functionName, argument, given, kinds);
  const dataset = withoutWeightless(functionName, argument, given);
  if (validation === undefined) return { task, training: dataset };
  if (isDataset(validation)) {
    assertDataset(functionName, "validation", validation);
    assertSameInputs(functionName, argument, validation, dataset);
    const judged = taskOf(functionName, "validation", validation, [task.kind]);
    assertSameNames(functionName, argument, judged, task);
    assertSameScale(functionName, argument, judged, task);
    assertSomeKnown(functionName, "validation", judged, validation);
    return { task, training: dataset, validation };
  }
  assertOptions<{ size: number; seed: number }>(functionName, validation, { size: true, seed: true }, {}, "validation");
  const { size, seed } = validation;
  assertInteger(functionName, "validation.size", size, { min: 1, below: datasetSize(dataset) });
  assertInteger(functionName, "validation.seed", seed, { min: 0 });
  const { selected, rest } = stratifiedSplit(dataset, { size, seed });
  assertSomeKnown(functionName, "validation", task, selected);
  return { task, training: rest, validation: selected };
}

function withoutWeightless(functionName: string, argument: string, dataset: Dataset): Dataset {
  const { weights, rows } = dataset;
  if (weights === undefined || rows.every((id) => weights[id]! > 0)) return dataset;
  const positions = Array.from(rows.keys()).filter((position) => weights[rows[position]!]! > 0);
  if (positions.length > 0) return selectRows(dataset, positions);
  const expected = "must have at least one example whose weight is above 0";
  throw new ArgumentError({ functionName, argument, expected, received: "only 0", code: "range" });
}

/** The same columns, of the same shapes; a single one may have another name. */
function assertSameInputs(functionName: string, argument: string, validation: Dataset, dataset: Dataset): void {
  const [own, wanted] = [exampleShapes(validation), exampleShapes(dataset)];
  const [names, expected] = [Object.keys(own), Object.keys(wanted)];
  // Sequences may have as many positions as they like.
  const sizes = (shape: ExampleShape) => shape.map((size) => size ?? -1);
  if (names.length === 1 && expected.length === 1) {
    const [shape, other] = [sizes(own[names[0]!]!), sizes(wanted[expected[0]!]!)];
    assertShape(functionName, "validation.exampleShape", shape, other, argument);
    return;
  }
  if (names.length !== expected.length || names.some((name) => !(name in wanted))) {
    const rule = `must be ${expected.join(", ")} (as ${argument})`;
    const received = names.join(", ");
    throw new ArgumentError({
      ...{ functionName, argument: "validation.columns", expected: rule, received, code: "state" },
    });
  }
  for (const name of expected) {
    const [shape, other] = [sizes(own[name]!), sizes(wanted[name]!)];
    assertShape(functionName, `validation.columns.${name}`, shape, other, argument);
  }
}

/** The figures of a validation set on another scale would mean nothing, and of answers with variances it must know. */
function assertSameScale(functionName: string, argument: string, { targets }: Task, { targets: expected }: Task): void {
  if (targets.kind !== "numbers" || expected.kind !== "numbers") return;
  for (const name of ["scale", "variances"] as const) {
    const [own, wanted] = [targets, expected].map((one) => JSON.stringify(one[name] || undefined));
    if (own === wanted) continue;
    const rule = `must be ${wanted ?? "left out"} (as ${argument})`;
    const received = own ?? "undefined";
    throw new ArgumentError({
      ...{ functionName, argument: `validation.targets.${name}`, expected: rule, received, code: "state" },
    });
  }
}

function assertSameNames(
  functionName: string,
  argument: string,
  { kind, names }: Task,
  { names: expected }: Task,
): void {
  const list = kind === "numbers" ? "names" : "classNames";
  const fail = (what: string, wanted: string, received: string): never => {
    const rule = `${wanted} (as ${argument})`;
    throw new ArgumentError({ functionName, argument: `validation.${what}`, expected: rule, received, code: "state" });
  };
  if (names.length !== expected.length) fail(list, `must have ${expected.length} names`, String(names.length));
  const index = names.findIndex((name, at) => name !== expected[at]);
  if (index >= 0) fail(`${list}[${index}]`, `must be ${formatValue(expected[index])}`, formatValue(names[index]));
}
