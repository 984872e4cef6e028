import { failAtRow, isOne } from "./check-rows.ts";

/**
 * Checks a generalist's row, writes its most probable classes to `top` (most probable first, and of equal ones the
 * lower number first), and returns the sum of the row.
 *
 * It takes one pass, eight classes at a time: usually none of them is among the most probable so far.
 *
 * @param row the index of the row, for the error
 */
export function readTopClasses(
  functionName: string,
  probs: ArrayLike<number>,
  offset: number,
  classes: number,
  top: Int32Array,
  row = -1,
): number {
  let least = Number.NEGATIVE_INFINITY;
  let filled = 0;
  let isBad = false;
  // The order of the additions is that of `checkedSum`.
  let even = 0;
  let odd = 0;
  for (let start = 0; start < classes; start += 8) {
    const isWhole = start + 8 <= classes;
    if (isWhole) {
      const at = offset + start;
      const a = probs[at]!;
      const b = probs[at + 1]!;
      const c = probs[at + 2]!;
      const d = probs[at + 3]!;
      const e = probs[at + 4]!;
      const f = probs[at + 5]!;
      const g = probs[at + 6]!;
      const h = probs[at + 7]!;
      even += a + c + (e + g);
      odd += b + d + (f + h);
      const isFirstLow = isLow(a, least) && isLow(b, least) && isLow(c, least) && isLow(d, least);
      if (isFirstLow && isLow(e, least) && isLow(f, least) && isLow(g, least) && isLow(h, least)) continue;
    }
    const end = isWhole ? start + 8 : classes;
    for (let known = start; known < end; known++) {
      const prob = probs[offset + known]!;
      if (!isWhole) even += prob;
      if (!(prob >= 0)) isBad = true;
      if (!(prob > least)) continue;
      if (filled < top.length) filled++;
      let place = filled - 1;
      for (; place > 0 && probs[offset + top[place - 1]!]! < prob; place--) top[place] = top[place - 1]!;
      top[place] = known;
      if (filled === top.length) least = probs[offset + top[filled - 1]!]!;
    }
  }
  const sum = even + odd;
  if (isBad || !isOne(sum)) {
    failAtRow(functionName, row < 0 ? "generalistProbs" : `generalistProbs[${row}]`, probs, offset, classes, sum);
  }
  return sum;
}

function isLow(prob: number, least: number): boolean {
  return prob >= 0 && prob <= least;
}
