import { ArgumentError, formatShape } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { exampleShapes } from "./example-shape.ts";
import { product } from "./product.ts";
import { hasVariances, type Task, taskOf } from "./task.ts";

/** The outside of a model. */
export interface ModelShape {
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly output: Shape;
  /** Whether it masks the padding of sequences. */
  readonly hasMask: boolean;
}

/** Throws an ArgumentError when a model does not fit a dataset: other inputs, or another answer than its task has. */
export function assertFits(functionName: string, argument: string, model: ModelShape, dataset: Dataset): void {
  const task = taskOf(functionName, "dataset", dataset);
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
  };
  const examples = exampleShapes(dataset);
  const columns = Object.keys(examples);
  const names = model.inputs.map(({ name }) => name);
  const isSole = columns.length === 1 && names.length === 1;
  if (!isSole && !isSameSet(names, columns)) {
    fail(`must have the inputs ${columns.join(", ")} (the columns of the dataset)`, names.join(", "));
  }
  for (const column of columns) {
    const [example, input] = [examples[column]!, model.inputs[isSole ? 0 : names.indexOf(column)]!.shape];
    if (takes(input, example)) continue;
    const as = isSole ? "(as the dataset)" : `for its input ${column} (as the dataset)`;
    fail(`must take examples of shape ${written(example)} ${as}`, `an input of shape ${written(input)}`);
  }
  const hasSequences = columns.some((column) => examples[column]!.includes(null));
  if (hasSequences && task.kind !== "positions" && !model.hasMask) {
    fail(
      "must mask padding where examples are sequences (an embedding with maskZero, or a masking layer)",
      "a model without a mask",
    );
  }
  const wanted = [...task.positions, task.width];
  if (agree(model.output, wanted)) return;
  fail(wantedOf(task), `an output of shape ${written(model.output)}`);
}

function wantedOf(task: Task): string {
  const { kind, positions, names, width } = task;
  const { length } = names;
  if (hasVariances(task)) {
    return `must give ${width} numbers for each example (a number and a log variance for each output of the dataset)`;
  }
  if (kind === "numbers") return `must give ${length} numbers for each example (the outputs of the dataset)`;
  if (kind !== "positions") return `must give ${length} logits for each example (the classes of the dataset)`;
  return `must give logits of shape ${written([...positions, length])} for each example (positions and classes of the dataset)`;
}

function isSameSet(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name) => others.includes(name));
}

/** The shape of one example, null for what is left open. */
export type Shape = readonly (number | null)[];

/** Whether sizes are equal where both are known. */
function agree(one: Shape, other: Shape): boolean {
  return (
    one.length === other.length &&
    one.every((size, axis) => size === null || other[axis] === null || size === other[axis])
  );
}

/** Images may be fed to a model of flat inputs and the other way round, as long as the sizes agree. */
function takes(input: Shape, example: Shape): boolean {
  if (example.includes(null)) return agree(input, example);
  const isSized = input.every((size) => size !== null);
  return agree(input, example) || (isSized && product(input as number[]) === product(example as number[]));
}

function written(shape: Shape): string {
  return shape.includes(null) ? `[${shape.map((size) => size ?? "any").join(", ")}]` : formatShape(shape as number[]);
}
