import type { ScaleTransform } from "../transform.ts";
import type { Apply } from "./compiled-column.ts";

/** One scaling, as two numbers for each place of a period. */
export interface ScaleStep {
  readonly subtract: Float64Array;
  readonly factor: Float64Array;
}

/** Spreads the numbers of scales along the last axis; they repeat after one number where all places are treated alike. */
export function scaleSteps(scales: readonly ScaleTransform[], lastAxis: number): readonly ScaleStep[] {
  const isUniform = scales.every(({ subtract, divide }) => !Array.isArray(subtract) && !Array.isArray(divide));
  const period = isUniform ? 1 : lastAxis;
  return scales.map(({ subtract, divide }) => ({
    subtract: spread(subtract, period),
    factor: spread(divide, period).map((number) => 1 / number),
  }));
}

function spread(numbers: number | readonly number[], period: number): Float64Array {
  return typeof numbers === "number" ? new Float64Array(period).fill(numbers) : Float64Array.from(numbers);
}

/** Applies scalings one after another to numbers where they stand. */
export function compileScales(steps: readonly ScaleStep[]): Apply {
  return (target, offset, length) => {
    const end = offset + length;
    for (const { subtract, factor } of steps) {
      for (let at = offset; at < end; ) {
        for (let index = 0; index < subtract.length; index++, at++) {
          target[at] = (target[at]! - subtract[index]!) * factor[index]!;
        }
      }
    }
  };
}
