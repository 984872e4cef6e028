import type { CombineDivergence, CombineStatus } from "../combine-options.ts";
import { type GeneralistRow, gatherForward, gatherReverse } from "./gather.ts";
import { objectiveOf } from "./objective.ts";
import { type ActiveRow, type Row, refine, release } from "./row.ts";
import { dropRounding, scatter } from "./scatter.ts";
import { solveForward } from "./solve-forward.ts";
import { solveReverse } from "./solve-reverse.ts";

/** Settings for solving one row. */
export interface SolveSettings {
  divergence: CombineDivergence;
  /** The gap to reach, for a sum of weights of 1. */
  tolerance: number;
  maxIterations: number;
  withObjective: boolean;
}

/** The results of a row besides its probabilities; overwritten for each row. */
export interface RowReport {
  objective: number;
  gap: number;
  iterations: number;
  undetermined: number;
  status: CombineStatus;
}

export function createRowReport(): RowReport {
  return { objective: 0, gap: 0, iterations: 0, undetermined: 0, status: "solved" };
}

/**
 * Solves one row whose arguments have been checked, and writes q to `out`, at the position of the generalist's row in
 * its array.
 */
export function solveRow(
  row: Row,
  generalist: GeneralistRow,
  active: readonly ActiveRow[],
  count: number,
  settings: SolveSettings,
  out: Float32Array,
  report: RowReport,
): void {
  refine(row, active, count);
  const isForward = settings.divergence === "forward";
  let isPossible = true;
  if (isForward) {
    gatherForward(row, generalist, active);
    solveForward(row.atoms, row.forward, settings.tolerance * row.atoms.total, settings.maxIterations, report);
  } else {
    gatherReverse(row, generalist, active);
    const { tolerance, maxIterations } = settings;
    isPossible = solveReverse(row.atoms, row.reverse, tolerance * row.atoms.total, maxIterations, report);
  }
  if (isPossible) {
    report.status = report.gap <= settings.tolerance * row.atoms.total ? "solved" : "inexact";
    dropRounding(row.atoms);
    if (settings.withObjective) report.objective = objectiveOf(row, generalist, active, isForward);
    report.undetermined = scatter(row, generalist, active, isForward, out);
  } else {
    const { probs, offset, sum } = generalist;
    for (let k = offset; k < offset + row.classes; k++) out[k] = probs[k]! / sum;
    report.objective = Number.POSITIVE_INFINITY;
    report.gap = Number.POSITIVE_INFINITY;
    report.iterations = 0;
    report.undetermined = 0;
    report.status = "contradiction";
  }
  release(row, active);
}
