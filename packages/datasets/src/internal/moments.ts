/** The count of some numbers, their mean, and the sum of their squared distances from it. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

/** The population standard deviation, as {@link usableDeviation} has it. */
export function deviationOf({ count, mean, squares }: Moments): number {
  return usableDeviation(mean, squares / Math.max(1, count));
}

/** The root of a variance; 1 where it is nothing but rounding, since dividing by that would blow rounding up. */
export function usableDeviation(mean: number, variance: number): number {
  const deviation = Math.sqrt(variance);
  return deviation > Math.abs(mean) * 1e-9 ? deviation : 1;
}
