import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { Tensor } from "@tensorflow/tfjs-core";

/** Throws an ArgumentError unless each value, by its name, is a tensor. */
export function assertTensors(functionName: string, values: Readonly<Record<string, unknown>>): void {
  for (const [argument, value] of Object.entries(values)) {
    // The class of tfjs recognises tensors of other copies of itself.
    if (value instanceof Tensor) continue;
    const expected = "must be a tensor";
    throw new ArgumentError({ functionName, argument, expected, received: formatValue(value), code: "dtype" });
  }
}
