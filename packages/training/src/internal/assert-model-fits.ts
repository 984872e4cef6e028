import { ArgumentError, formatShape } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { exampleShape } from "./example-shape.ts";
import { layersOf } from "./layers-of.ts";
import { makesMask } from "./makes-mask.ts";
import { product } from "./product.ts";
import { type Task, taskOf } from "./task.ts";

/** Throws an ArgumentError when a model's shapes do not fit a dataset: another input, or another answer than its task has. */
export function assertModelFits(functionName: string, argument: string, model: LayersModel, dataset: Dataset): void {
  const task = taskOf(functionName, "dataset", dataset);
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
  };
  const example = exampleShape(functionName, dataset);
  const input = shapeOf(model.inputs[0]?.shape);
  if (!takes(input, example)) {
    fail(`must take examples of shape ${written(example)} (as the dataset)`, `an input of shape ${written(input)}`);
  }
  if (example.includes(null) && task.kind !== "positions" && !layersOf(model).some(makesMask)) {
    fail(
      "must mask padding where examples are sequences (an embedding with maskZero, or a masking layer)",
      "a model without a mask",
    );
  }
  const output = shapeOf(model.outputs[0]?.shape);
  const wanted = [...task.positions, task.names.length];
  if (agree(output, wanted)) return;
  fail(wantedOf(task), `an output of shape ${written(output)}`);
}

function wantedOf({ kind, positions, names: { length } }: Task): string {
  if (kind === "numbers") return `must give ${length} numbers for each example (the outputs of the dataset)`;
  if (kind !== "positions") return `must give ${length} logits for each example (the classes of the dataset)`;
  return `must give logits of shape ${written([...positions, length])} for each example (positions and classes of the dataset)`;
}

type Shape = readonly (number | null)[];

/** The shape of one example, null for what the model leaves open. */
function shapeOf(withBatch: Shape = []): Shape {
  return withBatch.slice(1);
}

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
