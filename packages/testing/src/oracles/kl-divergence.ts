import { logProbsOracle } from "./log-probs.ts";

/** `T² · KL(reference ‖ other)` per row of logits, in float64. */
export function klDivergenceOracle(
  referenceLogits: readonly number[][],
  otherLogits: readonly number[][],
  temperature: number,
): number[] {
  return referenceLogits.map((reference, row) => {
    const logP = logProbsOracle(reference, temperature);
    const logQ = logProbsOracle(otherLogits[row]!, temperature);
    let divergence = 0;
    for (let column = 0; column < logP.length; column++) {
      const probability = Math.exp(logP[column]!);
      if (probability > 0) divergence += probability * (logP[column]! - logQ[column]!);
    }
    return divergence * temperature * temperature;
  });
}
