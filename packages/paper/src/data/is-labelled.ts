import type { Targets } from "@dark-knowledge/datasets";

/** Whether anything is known of an example: its class, one of its classes, or one of its numbers. */
export function isLabelled(targets: Targets, row: number): boolean {
  if (targets.kind === "classes") return targets.labels[row]! >= 0;
  if (targets.kind === "several-classes") {
    const { length } = targets.classNames;
    return targets.labels.subarray(row * length, (row + 1) * length).some((label) => label >= 0);
  }
  if (targets.kind !== "numbers") return false;
  const { length } = targets.names;
  return targets.known?.subarray(row * length, (row + 1) * length).includes(1) ?? true;
}
