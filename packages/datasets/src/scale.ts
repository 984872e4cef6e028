import { ArgumentError, assertArray, assertNumber, assertOptions, formatValue } from "@dark-knowledge/core";
import type { ScaleTransform } from "./transform.ts";

/** Options of {@link scale}. */
export interface ScaleOptions {
  /** The number to subtract first. A list has one number for each index of the last axis of an example. Default: 0. */
  readonly subtract?: number | ArrayLike<number>;
  /** The divisor of the difference, not 0, or a list as for `subtract`. Default: 1. */
  readonly divide?: number | ArrayLike<number>;
}

/**
 * Makes a transform that shifts and scales: `y = (x − subtract) · (1 / divide)`, computed in float64 and rounded to
 * float32. Lists give each column of a table, each channel of an image or each band of a spectrogram its own numbers.
 *
 * Bytes of images become numbers from 0 to 1 with `scale({ divide: 255 })`.
 *
 * @throws ArgumentError when a number is not finite, or `divide` is 0 somewhere
 *
 * @example
 * ```ts
 * import { scale } from "@dark-knowledge/datasets";
 *
 * scale({ divide: 255 }); // => { kind: "scale", version: 1, subtract: 0, divide: 255 }
 * ```
 */
export function scale(options: ScaleOptions): ScaleTransform {
  assertOptions<ScaleOptions>("scale", options, { subtract: true, divide: true });
  const { subtract = 0, divide = 1 } = options;
  for (const [name, numbers] of Object.entries({ subtract, divide })) {
    if (typeof numbers !== "number") assertArray("scale", name, numbers, "numbers");
  }
  const transform: ScaleTransform = {
    kind: "scale",
    version: 1,
    subtract: typeof subtract === "number" ? subtract : Array.from(subtract),
    divide: typeof divide === "number" ? divide : Array.from(divide),
  };
  assertScale("scale", "", transform);
  return transform;
}

/** Throws unless the numbers of a scale are usable; `path` stands before the name of a field in errors. */
export function assertScale(functionName: string, path: string, { subtract, divide }: ScaleTransform): void {
  for (const [name, numbers] of Object.entries({ subtract, divide })) {
    const list: readonly unknown[] = Array.isArray(numbers) ? numbers : [numbers];
    list.forEach((element: unknown, index) => {
      const argument = `${path}${name}${Array.isArray(numbers) ? `[${index}]` : ""}`;
      assertNumber(functionName, argument, element);
      // The inverse of a subnormal number is infinite.
      if (name === "subtract" || Number.isFinite(1 / element)) return;
      const expected = "must be a number to divide by";
      throw new ArgumentError({ functionName, argument, expected, received: formatValue(element), code: "range" });
    });
  }
}
