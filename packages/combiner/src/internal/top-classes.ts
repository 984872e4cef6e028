import { failAtRow, isOne } from "./check-rows.ts";

/**
 * Checks a generalist's row, writes its most probable classes to `top`, the most probable first and of equal ones the lower
 * number, and returns the sum of the row.
 *
 * All in one pass, four classes at a time: mostly none of them is among the most probable so far.
 *
 * @param row which of several rows it is, for the error
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
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let start = 0; start < classes; start += 4) {
    const end = Math.min(start + 4, classes);
    if (end === start + 4) {
      const p = probs[offset + start]!;
      const q = probs[offset + start + 1]!;
      const r = probs[offset + start + 2]!;
      const s = probs[offset + start + 3]!;
      a += p;
      b += q;
      c += r;
      d += s;
      if (p >= 0 && p <= least && q >= 0 && q <= least && r >= 0 && r <= least && s >= 0 && s <= least) continue;
    }
    for (let known = start; known < end; known++) {
      const prob = probs[offset + known]!;
      if (end < start + 4) a += prob;
      if (!(prob >= 0)) isBad = true;
      if (!(prob > least)) continue;
      if (filled < top.length) filled++;
      let place = filled - 1;
      for (; place > 0 && probs[offset + top[place - 1]!]! < prob; place--) top[place] = top[place - 1]!;
      top[place] = known;
      if (filled === top.length) least = probs[offset + top[filled - 1]!]!;
    }
  }
  const sum = a + b + (c + d);
  if (isBad || !isOne(sum)) {
    failAtRow(functionName, row < 0 ? "generalistProbs" : `generalistProbs[${row}]`, probs, offset, classes, sum);
  }
  return sum;
}
