/**
 * Log-probabilities of one row of logits at a temperature, in float64: the normaliser is built up one class at a time by
 * `log(eᵃ + eᵇ) = a + log(1 + eᵇ⁻ᵃ)`, relative to the class asked for, instead of by one shifted sum.
 */
export function logProbsOracle(logits: readonly number[], temperature: number): number[] {
  return logits.map((own) => {
    if (own === -Infinity) return -Infinity;
    let normaliser = -Infinity;
    for (const logit of logits) {
      const exponent = (logit - own) / temperature;
      const larger = Math.max(normaliser, exponent);
      const smaller = Math.min(normaliser, exponent);
      normaliser = smaller === -Infinity ? larger : larger + Math.log1p(Math.exp(smaller - larger));
    }
    return -normaliser;
  });
}
