import { formatSigned, summarise } from "@dark-knowledge/report";

/** A mean with its confidence interval. */
export interface MeanInterval {
  readonly mean: number;
  /** Half of the width of the interval; undefined for a single value. */
  readonly margin: number | undefined;
}

/** Quantiles of Student's t distribution at 0.975, for 1, 2, … degrees of freedom. */
const T_975 = [12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281];

/** Computes the mean of some values with its 95 % confidence interval: `m ± t · s / √n`, with t of n − 1 degrees of freedom. */
export function meanInterval(values: readonly number[]): MeanInterval {
  const { mean, spread, count } = summarise(values);
  if (spread === undefined) return { mean, margin: undefined };
  return { mean, margin: (quantileOf(count - 1) * spread) / Math.sqrt(count) };
}

/** Beyond the table: the expansion of Cornish and Fisher, right to four digits there. */
function quantileOf(freedom: number): number {
  return T_975[freedom - 1] ?? 1.95996 + 2.37227 / freedom + 2.8225 / freedom ** 2 + 2.5559 / freedom ** 3;
}

/** Writes a mean with its interval: `+15.2 (+14.1 to +16.3)`. */
export function intervalText(values: readonly number[], decimals: number): string {
  if (values.length === 0) return "–";
  const { mean, margin } = meanInterval(values);
  if (margin === undefined) return formatSigned(mean, decimals);
  const [low, high] = [mean - margin, mean + margin].map((end) => formatSigned(end, decimals));
  return `${formatSigned(mean, decimals)} (${low} to ${high})`;
}
