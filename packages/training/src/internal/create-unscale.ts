import type { NumberTargets } from "@dark-knowledge/datasets";

type TargetScale = NumberTargets["scale"];

/** Makes the function from a model's number of an output to that in the unit of the stored numbers: `y · divide + subtract`. */
export function createUnscale(scale: TargetScale): (value: number, output: number) => number {
  if (scale === undefined) return (value) => value;
  const { subtract } = scale;
  return (value, output) => value * numberOf(scale.divide, output) + numberOf(subtract, output);
}

/** Makes the inverse, `(y − subtract) / divide`. */
export function createScale(scale: TargetScale): (value: number, output: number) => number {
  if (scale === undefined) return (value) => value;
  const { subtract } = scale;
  return (value, output) => (value - numberOf(subtract, output)) / numberOf(scale.divide, output);
}

/** How long a model's unit is in that of the stored numbers. */
export function unitOf(scale: TargetScale, output: number): number {
  return scale === undefined ? 1 : Math.abs(numberOf(scale.divide, output));
}

function numberOf(numbers: number | readonly number[], output: number): number {
  return typeof numbers === "number" ? numbers : numbers[output]!;
}
