/** Computes the probability that a standard normal number is at least as far from 0 as `z`, to about 14 digits. */
export function twoSidedTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  if (x > 27) return 0;
  return x < 2 ? 1 - errorFunction(x) : complementByFraction(x);
}

/** erf(x) by its series `2x e^{−x²} / √π · Σ (2x²)^n / (1·3·…·(2n + 1))`, all terms positive. */
function errorFunction(x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 * x * Math.exp(-x * x) * sum) / Math.sqrt(Math.PI);
}

/** erfc(x) by its continued fraction `e^{−x²} / √π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))`, from the inside. */
function complementByFraction(x: number): number {
  let denominator = x;
  for (let n = 60; n >= 1; n--) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
}
