import { ArgumentError, formatShape } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, inputShape } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Throws an ArgumentError when a model's shapes do not fit a dataset: another input, or another number of classes. */
export function assertModelFits(functionName: string, argument: string, model: LayersModel, dataset: Dataset): void {
  const exampleShape = inputShape(dataset);
  const classCount = classNamesOf(dataset).length;
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
  };
  const input = shapeOf(model.inputs[0]?.shape);
  if (!takes(input, exampleShape)) {
    fail(
      `must take examples of shape ${formatShape(exampleShape)} (as the dataset)`,
      `an input of shape ${written(input)}`,
    );
  }
  const output = shapeOf(model.outputs[0]?.shape);
  const [classes] = output;
  if (output.length === 1 && (classes === null || classes === classCount)) return;
  fail(
    `must give ${classCount} logits for each example (the classes of the dataset)`,
    `an output of shape ${written(output)}`,
  );
}

type Shape = readonly (number | null)[];

/** The shape of one example, null for what the model leaves open. */
function shapeOf(withBatch: Shape = []): Shape {
  return withBatch.slice(1);
}

/** Images may be fed to a model of flat inputs and the other way round, as long as the sizes agree. */
function takes(input: Shape, exampleShape: readonly number[]): boolean {
  const isSame =
    input.length === exampleShape.length && input.every((size, axis) => size === null || size === exampleShape[axis]);
  return isSame || (input.every((size) => size !== null) && product(input as number[]) === product(exampleShape));
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}

function written(shape: Shape): string {
  return `[${shape.map((size) => size ?? "any").join(", ")}]`;
}
