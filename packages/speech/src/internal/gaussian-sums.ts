/** A number of frames, with the sums of their features and of the squares of these. */
export interface GaussianSums {
  count: number;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

export function emptyGaussianSums(dimensions: number): GaussianSums {
  return { count: 0, sums: new Float64Array(dimensions), squares: new Float64Array(dimensions) };
}

/** Adds the frames of others to sums. */
export function addGaussianSums(into: GaussianSums, { count, sums, squares }: GaussianSums): void {
  into.count += count;
  for (let feature = 0; feature < sums.length; feature++) {
    into.sums[feature]! += sums[feature]!;
    into.squares[feature]! += squares[feature]!;
  }
}

/**
 * The logarithm of the likelihood of frames under the Gaussian that fits them best among those whose variances are at least the floors:
 * `−½ n Σ_d (ln(2π σ_d²) + s_d² / σ_d²)` with s² their variance and σ² = max(s², floor).
 */
export function gaussianLogLikelihood({ count, sums, squares }: GaussianSums, floors: Float64Array): number {
  if (count === 0) return 0;
  let sum = 0;
  for (let feature = 0; feature < floors.length; feature++) {
    const own = Math.max(squares[feature]! / count - (sums[feature]! / count) ** 2, 0);
    const variance = Math.max(own, floors[feature]!);
    sum += Math.log(2 * Math.PI * variance) + own / variance;
  }
  return -0.5 * count * sum;
}
