import type { NumberTargets } from "@dark-knowledge/datasets";

/** Makes the function from a model's number of an output to that in the unit of the stored numbers: `y · divide + subtract`. */
export function createUnscale(scale: NumberTargets["scale"]): (value: number, output: number) => number {
  if (scale === undefined) return (value) => value;
  const { subtract, divide } = scale;
  const at = (numbers: number | readonly number[], output: number) =>
    typeof numbers === "number" ? numbers : numbers[output]!;
  return (value, output) => value * at(divide, output) + at(subtract, output);
}
