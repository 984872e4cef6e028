import { type ColumnName, MISSING_KERNELS } from "./columns.ts";
import type { ConformanceCase } from "./conformance-case.ts";
import type { Verdicts } from "./judge.ts";

/** What is neither right nor listed, and what is listed and right after all; one line each. */
export function surprises(one: ConformanceCase, column: ColumnName, verdicts: Verdicts): string[] {
  const isMissing = (kernel: string) => MISSING_KERNELS[column]?.includes(kernel) ?? false;
  return Object.entries(verdicts).flatMap(([check, { mark, detail }]) => {
    const known = one.deviations?.find(({ on, checks }) => on.includes(column) && checks.includes(check));
    if (mark === "missing" && isMissing(detail)) return [];
    if (mark === known?.mark) return [];
    if (mark === "right")
      return known && !known.isChance ? [`${check} is right, but is listed as ${known.mark}: ${known.reason}`] : [];
    return [`${check} is ${mark}: ${detail}`];
  });
}

/** The kernels that some check did not find, in alphabetical order. */
export function missingKernels(verdicts: readonly Verdicts[]): string[] {
  const missing = verdicts.flatMap((one) =>
    Object.values(one).flatMap(({ mark, detail }) => (mark === "missing" ? [detail] : [])),
  );
  return [...new Set(missing)].sort();
}
