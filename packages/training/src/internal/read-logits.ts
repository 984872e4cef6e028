import { ArgumentError, formatShape, formatValue } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";

/** Copies the logits that a classifier gave for some examples, checks them, and disposes of the tensor. */
export async function readLogits(
  functionName: string,
  argument: string,
  logits: tf.Tensor,
  ids: Int32Array,
  classes: number,
): Promise<Float32Array> {
  const fail = (expected: string, received: string, code: "shape" | "dtype"): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code });
  };
  if (!(logits instanceof tf.Tensor)) fail("must give a tensor of logits", formatValue(logits), "dtype");
  try {
    const expected = formatShape([ids.length, classes]);
    if (formatShape(logits.shape) !== expected) {
      fail(
        `must give logits of shape ${expected} (examples and classes of the dataset)`,
        formatShape(logits.shape),
        "shape",
      );
    }
    const values = Float32Array.from(await logits.data());
    assertLogitValues(functionName, argument, values, ids, classes);
    return values;
  } finally {
    logits.dispose();
  }
}

/** Throws an ArgumentError where logits are NaN or +∞, or −∞ for all classes of an example. */
export function assertLogitValues(
  functionName: string,
  argument: string,
  values: Float32Array,
  ids: Int32Array,
  classes: number,
): void {
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "range" });
  };
  for (let row = 0; row < ids.length; row++) {
    let hasFinite = false;
    for (let column = 0; column < classes; column++) {
      const value = values[row * classes + column]!;
      if (!(value < Infinity)) fail("must give finite logits", `${value} for class ${column} of example ${ids[row]}`);
      hasFinite ||= value > -Infinity;
    }
    if (!hasFinite) fail("must give a finite logit for some class", `-Infinity for all classes of example ${ids[row]}`);
  }
}
