import type { EpochRecord, ValidationRecord } from "../net-record.ts";
import type { NetGroup } from "./group.ts";

/** One point of a learning curve. */
export interface CurvePoint {
  readonly seed: number;
  readonly epoch: number;
  readonly value: number;
  /** Whether it is the last point of its seed. */
  readonly isLast: boolean;
}

/** The curves of one quantity, one per seed. */
export interface Curves {
  /** `validation error` or the name of a loss term. */
  readonly name: string;
  readonly points: readonly CurvePoint[];
}

/**
 * Returns the validation error in percent by epoch, of numbers the share of their variance that is not explained;
 * undefined where no epoch was validated.
 */
export function listValidationCurves(group: NetGroup): Curves | undefined {
  const points = listPoints(group, ({ validation }) => validation && errorOf(validation));
  return points.length > 0 ? { name: "validation error", points } : undefined;
}

function errorOf({ errors, size, r2 }: ValidationRecord): number | undefined {
  if (errors !== undefined) return (100 * errors) / size;
  return r2 === undefined ? undefined : 100 * (1 - r2);
}

/**
 * Returns the training loss by epoch, one entry per term, `total` first. A term that equals the total throughout, such
 * as the only term of a plain training, is left out.
 */
export function listLossCurves(group: NetGroup): readonly Curves[] {
  const found = new Set(group.nets.flatMap(({ history = [] }) => history.flatMap(({ terms }) => Object.keys(terms))));
  const names = [...found].filter((name) => name !== "total");
  const total = curvesOf(group, "total");
  const others = names.map((name) => curvesOf(group, name)).filter((term) => !isSame(term, total));
  return [...(found.has("total") ? [total] : []), ...others].filter(({ points }) => points.length > 0);
}

function curvesOf(group: NetGroup, name: string): Curves {
  return { name, points: listPoints(group, ({ terms }) => terms[name]) };
}

function isSame(a: Curves, b: Curves): boolean {
  return a.points.length === b.points.length && a.points.every(({ value }, index) => value === b.points[index]!.value);
}

/** Leaves out values that were not measured or are not finite: a training that diverged has no point to draw there. */
function listPoints({ nets }: NetGroup, read: (epoch: EpochRecord) => number | undefined): readonly CurvePoint[] {
  return nets.flatMap(({ seed, history = [] }) => {
    const measured = history.flatMap((entry) => {
      const value = read(entry);
      return Number.isFinite(value) ? { epoch: entry.epoch, value: value as number } : [];
    });
    return measured.map((point, index) => ({ seed, ...point, isLast: index === measured.length - 1 }));
  });
}
