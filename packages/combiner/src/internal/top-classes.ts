/**
 * Writes the `count` most probable classes of a row to `top`, the most probable first; of equal ones the lower number.
 */
export function writeTopClasses(
  probs: ArrayLike<number>,
  offset: number,
  classes: number,
  count: number,
  top: Int32Array,
): void {
  let filled = 0;
  let least = Number.NEGATIVE_INFINITY;
  for (let known = 0; known < classes; known++) {
    const prob = probs[offset + known]!;
    if (filled === count && !(prob > least)) continue;
    let at = filled < count ? filled++ : count - 1;
    while (at > 0 && probs[offset + top[at - 1]!]! < prob) {
      top[at] = top[at - 1]!;
      at--;
    }
    top[at] = known;
    if (filled === count) least = probs[offset + top[count - 1]!]!;
  }
}
