/**
 * The area under the receiver operating characteristic: the share of pairs of an example inside and one outside of which the one inside
 * has the higher score; equal scores count half. 1 separates all, 0.5 none.
 *
 * @see Fawcett (2006), "An introduction to ROC analysis", section 7
 */
export function areaUnderRoc(inside: ArrayLike<number>, outside: ArrayLike<number>): number {
  const scores = [
    ...Array.from(inside, (score) => ({ score, isInside: true })),
    ...Array.from(outside, (score) => ({ score, isInside: false })),
  ];
  scores.sort((one, other) => one.score - other.score);
  // The sum over those inside of how many of those outside are below them.
  let [sum, below] = [0, 0];
  for (let from = 0; from < scores.length; ) {
    let to = from;
    let [equalInside, equalOutside] = [0, 0];
    while (to < scores.length && scores[to]!.score === scores[from]!.score) {
      if (scores[to]!.isInside) equalInside++;
      else equalOutside++;
      to++;
    }
    sum += equalInside * (below + equalOutside / 2);
    below += equalOutside;
    from = to;
  }
  return sum / (inside.length * outside.length);
}
