import type { Result } from "./experiment.ts";

/** The result as a Markdown table: mean ± sample standard deviation over the models of a kind. */
export function formatResult({ lines, disagreement, meansDiffer }: Result, testSize: number): string {
  const rows = lines.map(({ name, errors, nll, targetEntropy }) => {
    const entropy = targetEntropy === undefined ? "–" : targetEntropy.toFixed(3);
    return `| ${name} | ${errors.length} | ${spread(errors, 1)} | ${spread(nll, 4)} | ${entropy} |`;
  });
  return [
    `| model | models | errors of ${testSize} | NLL | entropy of its soft targets |`,
    "|---|--:|--:|--:|--:|",
    ...rows,
    "",
    `Two members give different classes to ${(100 * disagreement).toFixed(2)} % of the test set, the two means to ${meansDiffer} examples.`,
  ].join("\n");
}

function spread(values: readonly number[], digits: number): string {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  if (values.length === 1) return mean.toFixed(Number.isInteger(mean) ? 0 : digits);
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1);
  return `${mean.toFixed(digits)} ± ${Math.sqrt(variance).toFixed(digits)}`;
}
