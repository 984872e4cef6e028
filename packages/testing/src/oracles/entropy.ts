import { logProbsOracle } from "./log-probs.ts";

/** `−Σ p log p` per row of logits, in float64. */
export function entropyOracle(logits: readonly number[][], temperature: number): number[] {
  return logits.map((row) => {
    let entropy = 0;
    for (const logProb of logProbsOracle(row, temperature)) {
      if (logProb !== -Infinity) entropy -= Math.exp(logProb) * logProb;
    }
    return entropy;
  });
}
