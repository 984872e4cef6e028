import type { Dataset } from "@dark-knowledge/datasets";

/** Whether any example of a dataset has a label. */
export function hasLabels({ labels, rows }: Dataset): boolean {
  return rows.some((row) => labels[row]! >= 0);
}
