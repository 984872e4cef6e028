import { assertClassNumbers } from "./internal/check-rows.ts";
import { positionsOf } from "./internal/positions-of.ts";
import type { Specialist } from "./specialist.ts";

/**
 * Converts labels for a specialist: a class that it knows becomes its position in `specialist.classes`, and every other
 * class becomes the dustbin, which is the last output: `specialist.classes.length`.
 *
 * @param labels class numbers of the generalist, −1 where there is none, which stays −1
 * @throws ArgumentError when a label is not such a number, or the specialist has no class, a class twice, or all
 * classes
 * @see Hinton, Vinyals and Dean (2015), section 5.2
 *
 * @example
 * ```ts
 * import { dustbinLabels } from "@dark-knowledge/specialists";
 *
 * const specialist = { classes: [4, 1], classCount: 6 };
 * dustbinLabels([0, 1, 4, 5, -1], specialist); // => [2, 1, 0, 2, -1]
 * ```
 */
export function dustbinLabels(labels: ArrayLike<number>, specialist: Specialist): Int32Array {
  const positions = positionsOf("dustbinLabels", specialist);
  assertClassNumbers("dustbinLabels", "labels", labels, specialist.classCount, -1);
  return Int32Array.from(labels, (label) => (label === -1 ? -1 : positions[label]!));
}
