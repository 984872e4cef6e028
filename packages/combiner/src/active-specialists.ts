import { assertArray, assertInteger, assertObject } from "@dark-knowledge/core";
import { checkedClasses } from "./internal/check-rows.ts";
import { readTopClasses } from "./internal/top-classes.ts";

/**
 * Returns the indices of the specialists that are active for one example: those that know one of the generalist's most
 * probable classes. There may be none. Of equally probable classes the lower number counts.
 *
 * @param generalistProbs one probability for each class
 * @param specialistClasses the classes of each specialist
 * @param options `topClasses`: how many of the most probable classes count. Default: 1, as in the paper
 * @throws ArgumentError when the row is not a distribution, or when a class is out of range or given twice
 * @see Hinton, Vinyals and Dean (2015), section 5.4, steps 1 and 2
 *
 * @example
 * ```ts
 * import { activeSpecialists } from "@dark-knowledge/combiner";
 *
 * const generalistProbs = [0.1, 0.2, 0.6, 0.1];
 * const specialistClasses = [[0, 1], [2, 3], [1, 2]];
 * activeSpecialists(generalistProbs, specialistClasses); // => [1, 2]
 * activeSpecialists(generalistProbs, specialistClasses, { topClasses: 2 }); // => [0, 1, 2]
 * ```
 */
export function activeSpecialists(
  generalistProbs: ArrayLike<number>,
  specialistClasses: readonly ArrayLike<number>[],
  options: { readonly topClasses?: number } = {},
): Int32Array {
  assertArray("activeSpecialists", "generalistProbs", generalistProbs, "numbers");
  assertArray("activeSpecialists", "specialistClasses", specialistClasses, "Array");
  assertObject("activeSpecialists", "options", options);
  const { topClasses = 1 } = options;
  const classes = generalistProbs.length;
  assertInteger("activeSpecialists", "topClasses", topClasses, { min: 1, max: Math.max(1, classes) });
  const top = new Int32Array(topClasses);
  readTopClasses("activeSpecialists", generalistProbs, 0, classes, top);
  const active: number[] = [];
  specialistClasses.forEach((own, index) => {
    const known = checkedClasses("activeSpecialists", `specialistClasses[${index}]`, own, classes);
    if (known.some((one) => top.includes(one))) active.push(index);
  });
  return Int32Array.from(active);
}
