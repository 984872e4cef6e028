import { ArgumentError, formatShape, formatValue } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Throws an ArgumentError unless a value is a tensor of at least one input of a model, `[examples, …]`. */
export function assertExamples(
  functionName: string,
  argument: string,
  { inputs }: LayersModel,
  examples: unknown,
): asserts examples is tf.Tensor {
  const { shape: given, size } = (typeof examples === "object" && examples !== null ? examples : {}) as tf.Tensor;
  const shape = inputs[0]!.shape;
  const isTensor = Array.isArray(given);
  if (
    isTensor &&
    size > 0 &&
    given.length === shape.length &&
    shape.every((own, axis) => own === null || own === given[axis])
  )
    return;
  throw new ArgumentError({
    ...{ functionName, argument, expected: `must have shape [${shape.map((own) => own ?? "any").join(", ")}]` },
    ...{ received: isTensor ? formatShape(given) : formatValue(examples), code: "shape" },
  });
}
