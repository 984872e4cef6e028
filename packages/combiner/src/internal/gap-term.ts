/** Relative to the target: below this the logarithm's series is exact to float64. */
const NEAR = 1e-3;

/**
 * Computes one term of the duality gap: `y − w − w log(y / w)`, at least 0, and 0 only for y = w.
 *
 * Near y = w the three terms cancel; there the logarithm's series replaces them.
 */
export function gapTerm(product: number, target: number): number {
  if (target <= 0) return product;
  if (product <= 0) return Number.POSITIVE_INFINITY;
  const difference = product - target;
  if (Math.abs(difference) < NEAR * target) {
    const relative = difference / target;
    return difference * relative * (1 / 2 - relative * (1 / 3 - relative * (1 / 4 - relative / 5)));
  }
  return difference - target * Math.log(product / target);
}
