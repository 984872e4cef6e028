/** A ratio and the interval that holds the median with 95 % confidence. */
export interface Ratio {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * How many times the rate of the second the first has: the median of the ratios of all rounds, in which both were timed shortly after one another, with the interval that
 * the ranks of a binomial distribution give.
 */
export function ratioOf(rates: readonly number[], against: readonly number[]): Ratio {
  if (rates.length === 0 || rates.length !== against.length)
    throw new Error("ratioOf: both must have the same rounds, at least one");
  const ratios = rates.map((rate, round) => rate / against[round]!).sort((one, other) => one - other);
  const last = ratios.length - 1;
  const below = Math.max(0, Math.floor((ratios.length - 1.96 * Math.sqrt(ratios.length)) / 2));
  const middle = [ratios[Math.floor(last / 2)]!, ratios[Math.ceil(last / 2)]!];
  return { median: (middle[0]! + middle[1]!) / 2, lower: ratios[below]!, upper: ratios[last - below]! };
}
