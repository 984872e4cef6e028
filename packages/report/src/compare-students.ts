import { gapClosed } from "./gap-closed.ts";
import { assertRecord } from "./internal/assert-record.ts";
import { findModel } from "./internal/find-model.ts";
import { formatErrors, formatPercent, formatPlural } from "./internal/format-number.ts";
import type { ModelRecord, RunRecord } from "./run-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/**
 * What the soft targets brought, in one plain sentence.
 *
 * The number is the mean of `hard − distilled` in test errors. Where both students have the same seeds it is taken seed
 * by seed and the spread is the sample standard deviation of those differences; else it is the difference of the means
 * with the spread `√(s_hard² + s_distilled²)`. A difference no larger than its spread is called unclear, and a single
 * seed is said to be one.
 *
 * @throws ArgumentError when the parts of `record` do not fit together
 *
 * @example
 * ```ts
 * import { compareStudents, type ModelRecord, type RunRecord } from "@dark-knowledge/report";
 *
 * const model = (role: ModelRecord["role"], errorsBySeed: readonly number[]): ModelRecord => ({
 *   role,
 *   label: role,
 *   architecture: "2-2",
 *   parameters: 6,
 *   runs: errorsBySeed.map((errors, seed) => ({ seed, seconds: 1, history: [], evaluation: {
 *     size: 200, errors, accuracy: 1 - errors / 200, nll: 0.1, calibrationError: 0, confusion: [[100, 0], [errors, 100 - errors]],
 *   } })),
 * });
 * const record: RunRecord = {
 *   title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", trainSize: 10, transferSize: 10, validationSize: 0, testSize: 200, classNames: ["0", "1"] },
 *   models: [model("teacher", [10]), model("hard", [29, 30, 31]), model("distilled", [16, 15, 14])],
 *   examples: [],
 * };
 * compareStudents(record); // => "Soft targets took 15.0 ± 2.0 errors off, 75 % of the way to the teacher (3 seeds)."
 * ```
 */
export function compareStudents(record: RunRecord): string {
  assertRecord("compareStudents", record);
  const hard = findModel(record, "hard");
  const distilled = findModel(record, "distilled");
  if (hard === undefined || distilled === undefined) {
    return `Nothing to compare: the run has no student ${hard === undefined ? "on hard labels" : "on soft targets"}.`;
  }
  const isPaired = hasSameSeeds(hard, distilled);
  const saved = saveOf(hard, distilled, isPaired);
  const seeds = `(${seedsOf(hard, distilled, isPaired)})`;
  if (saved.mean === 0 && !saved.spread) return `Soft targets made no difference to the number of errors ${seeds}.`;
  const verb = saved.mean < 0 ? "added" : "took";
  const change = `Soft targets ${verb} ${amountOf(saved)}${saved.mean < 0 ? "" : " off"}`;
  if (saved.spread !== undefined && Math.abs(saved.mean) <= saved.spread) {
    return `${change}, which is within the spread: no clear difference ${seeds}.`;
  }
  if (saved.mean < 0) return `${change}: the distilled student did worse than the one on hard labels ${seeds}.`;
  return `${change}, ${reachOf(gapClosed(record))} ${seeds}.`;
}

function hasSameSeeds(hard: ModelRecord, distilled: ModelRecord): boolean {
  const after = errorsBySeed(distilled);
  return hard.runs.length === after.size && hard.runs.every(({ seed }) => after.has(seed));
}

/** How many errors fewer the distilled student made, with the spread of that difference. */
function saveOf(hard: ModelRecord, distilled: ModelRecord, isPaired: boolean): Summary {
  const before = errorsBySeed(hard);
  const after = errorsBySeed(distilled);
  if (isPaired) return summarise([...before].map(([seed, errors]) => errors - after.get(seed)!));
  const left = summarise([...before.values()]);
  const right = summarise([...after.values()]);
  const hasSpread = left.spread !== undefined && right.spread !== undefined;
  return {
    mean: left.mean - right.mean,
    spread: hasSpread ? Math.hypot(left.spread, right.spread) : undefined,
    count: Math.min(left.count, right.count),
  };
}

function errorsBySeed({ runs }: ModelRecord): ReadonlyMap<number, number> {
  return new Map(runs.map(({ seed, evaluation }) => [seed, evaluation.errors]));
}

function amountOf(saved: Summary): string {
  const size = { ...saved, mean: Math.abs(saved.mean) };
  const isOne = size.mean === 1 && size.spread === undefined;
  // Unpaired means need not be whole, also where one student has a single seed.
  const digits = Number.isInteger(size.mean) ? formatErrors(size) : formatErrors({ ...size, count: 2 });
  return `${digits} ${isOne ? "error" : "errors"}`;
}

function reachOf(share: number | undefined): string {
  if (share === undefined) return "with no teacher that made fewer errors than the student on hard labels";
  return share > 1 ? "to fewer than the teacher makes" : `${formatPercent(share, 0)} of the way to the teacher`;
}

function seedsOf({ runs }: ModelRecord, distilled: ModelRecord, isPaired: boolean): string {
  if (!isPaired)
    return `${runs.length} and ${formatPlural(distilled.runs.length, "seed")} that differ, compared by their means`;
  return runs.length === 1 ? "1 seed, so it may be chance" : formatPlural(runs.length, "seed");
}
