/** The middle of some numbers, and the quartiles around it. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** Median and quartiles, interpolated between neighbours. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error("spreadOf: values must not be empty");
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const next = sorted[below + 1];
    return next === undefined ? sorted[below]! : sorted[below]! + (place - below) * (next - sorted[below]!);
  };
  return { median: at(0.5), lower: at(0.25), upper: at(0.75) };
}

/**
 * How many times as fast the first is as the second, from round to round: each round gives one ratio of two medians that
 * were taken shortly after one another, so that a machine that slows down for a while slows both.
 *
 * @param subject the times of each round
 * @param against the same of the other, as many rounds
 */
export function speedRatio(subject: readonly (readonly number[])[], against: readonly (readonly number[])[]): Spread {
  return spreadOf(subject.map((times, round) => spreadOf(against[round]!).median / spreadOf(times).median));
}

/**
 * The largest relative difference between corresponding numbers of several lists.
 */
export function relativeDifference(lists: readonly (readonly number[])[]): number {
  const [first = [], ...others] = lists;
  let largest = 0;
  for (const other of others) {
    if (other.length !== first.length) return Number.POSITIVE_INFINITY;
    other.forEach((value, index) => {
      const scale = Math.max(Math.abs(value), Math.abs(first[index]!));
      const difference = scale === 0 ? 0 : Math.abs(value - first[index]!) / scale;
      // NaN counts as a difference.
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    });
  }
  return largest;
}
