import type { NumberTargets } from "@dark-knowledge/datasets";

/**
 * Brings numbers of a dataset's outputs, `[rows, outputs]`, to the scale on which a model learns them: `(y − subtract) · (1 / divide)`, to the bit as batches
 * have their targets.
 */
export function toScale(numbers: Float32Array, outputs: number, scale: NumberTargets["scale"]): Float32Array {
  if (scale === undefined) return numbers;
  const { subtract, divide } = scale;
  return numbers.map((value, at) => (value - numberOf(subtract, at % outputs)) * (1 / numberOf(divide, at % outputs)));
}

function numberOf(numbers: number | readonly number[], output: number): number {
  return typeof numbers === "number" ? numbers : numbers[output]!;
}
