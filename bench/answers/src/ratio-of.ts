/** A ratio and the interval that holds the median with at least 95 % confidence; of fewer than six rounds all of them, which is less. */
export interface Ratio {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * How many times the rate of the second the first has: the median of the ratios of all rounds, in which both were timed shortly after one another, with the narrowest interval
 * between two ranks that leaves 2.5 % on either side, by the binomial distribution.
 */
export function ratioOf(rates: readonly number[], against: readonly number[]): Ratio {
  if (rates.length === 0 || rates.length !== against.length)
    throw new Error("ratioOf: both must have the same rounds, at least one");
  if (rates.length > MOST_ROUNDS) throw new Error(`ratioOf: at most ${MOST_ROUNDS} rounds, got ${rates.length}`);
  const ratios = rates.map((rate, round) => rate / against[round]!).sort((one, other) => one - other);
  const last = ratios.length - 1;
  const below = ranksBelow(ratios.length);
  const middle = [ratios[Math.floor(last / 2)]!, ratios[Math.ceil(last / 2)]!];
  return { median: (middle[0]! + middle[1]!) / 2, lower: ratios[below]!, upper: ratios[last - below]! };
}

/** A probability of 2⁻¹⁰⁷⁴ is the smallest. */
const MOST_ROUNDS = 1000;

/** How many of some values may be left out on either side: the median is below so many with a probability of at most 2.5 %. */
function ranksBelow(count: number): number {
  let [below, term] = [0, 2 ** -count];
  for (let tail = term; ; tail += term) {
    term *= (count - below) / (below + 1);
    if (tail + term > 0.025) return below;
    below++;
  }
}
