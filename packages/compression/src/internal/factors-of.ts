import type { Directions } from "./leading-directions.ts";

/** Two matrices whose product is near to another one: `left` of inputs × rank, `right` of rank × outputs. */
export interface Factors {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/**
 * Projects a matrix W on the leading directions V of its outputs: `W V Vᵀ`, as the factors `W V D⁻¹` and `D Vᵀ`. D balances the two, so that
 * both train alike: column j of `W V` has length σ_j, and each factor gets √σ_j.
 */
export function factorsOf(
  kernel: Float32Array,
  [inputs, outputs]: readonly [number, number],
  directions: Directions,
  rank: number,
): Factors {
  const left = new Float32Array(inputs * rank);
  const right = new Float32Array(rank * outputs);
  for (let j = 0; j < rank; j++) {
    const direction = directions.vector(j);
    const column = new Float64Array(inputs);
    for (let row = 0; row < inputs; row++) {
      let sum = 0;
      for (let unit = 0; unit < outputs; unit++) sum += kernel[row * outputs + unit]! * direction[unit]!;
      column[row] = sum;
    }
    const scale = Math.sqrt(Math.sqrt(column.reduce((sum, value) => sum + value * value, 0))) || 1;
    for (let row = 0; row < inputs; row++) left[row * rank + j] = column[row]! / scale;
    for (let unit = 0; unit < outputs; unit++) right[j * outputs + unit] = direction[unit]! * scale;
  }
  return { left, right };
}
