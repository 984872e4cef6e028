import { FLAT_RATIO } from "./judge-leak.ts";
import type { ResidentResult } from "./measure-resident.ts";
import type { ResidentSample } from "./protocol.ts";

/** What the memory of the readers amounts to. */
export interface ResidentJudgement {
  readonly verdict: "reached" | "missed" | "not measured";
  /** The largest resident size at the end, divided by that after the first tenth of the batches. */
  readonly growth: number;
  /** The largest resident size with all rows, divided by that with a tenth of them. */
  readonly sizeRatio: number;
}

/** Of stores that are read by their places in the files, both within {@link FLAT_RATIO}: kept ones may take what they were allowed. */
export function judgeResident(results: readonly ResidentResult[]): ResidentJudgement {
  const placed = results.filter(({ isKept }) => !isKept);
  const samplesOf = ({ memory }: ResidentResult) => memory as readonly ResidentSample[];
  if (placed.length === 0 || placed.some(({ memory }) => "failure" in memory)) {
    return { verdict: "not measured", growth: Number.NaN, sizeRatio: Number.NaN };
  }
  const endOf = (one: ResidentResult) => samplesOf(one).at(-1)!.residentBytes;
  const growth = Math.max(...placed.map((one) => endOf(one) / samplesOf(one)[1]!.residentBytes));
  const sizeRatio = Math.max(
    ...placed.map((one) => {
      const sameCase = placed.filter(({ caseId }) => caseId === one.caseId);
      const smallest = sameCase.reduce((small, other) => (other.rows < small.rows ? other : small));
      return endOf(one) / endOf(smallest);
    }),
  );
  return { verdict: Math.max(growth, sizeRatio) <= FLAT_RATIO ? "reached" : "missed", growth, sizeRatio };
}
