import { formatPercent } from "@dark-knowledge/report";
import type { CompressedCandidate } from "./compressed-candidate.ts";
import { PACKED_FILE, PAGE_FILE } from "./compressed-student.ts";
import type { CompressionResult, CompressionSummary } from "./compression-result.ts";
import { formatKilobytes } from "./compression-target.ts";
import { paretoFront } from "./pareto-front.ts";

/** Describes what a search has found. */
export function summariseCompression(found: Omit<CompressionResult, "summary">): CompressionSummary {
  const { uncompressed, candidates, best, isMet } = found;
  const front = paretoFront([uncompressed, ...candidates]);
  const isChosen = (one: CompressedCandidate) => isMet && one === best;
  return {
    rows: front.map((one) => shownCandidate(one, isChosen(one))),
    records: front.map((one) => {
      const { name, bytes, figures, drop } = one;
      return { candidate: name, bytes, ...figures, drop, isChosen: isChosen(one) };
    }),
    lines: isMet ? writtenLines(found) : [],
    ...(isMet ? {} : { problem: describeUnmet(found) }),
  };
}

/** A candidate as cells of a table, by column. */
export function shownCandidate(
  { name, bytes, figures, drop }: CompressedCandidate,
  isChosen: boolean,
): Readonly<Record<string, string>> {
  return {
    candidate: name,
    gzip: formatKilobytes(bytes),
    ...shownFigures(figures),
    drop: drop.toFixed(2),
    chosen: isChosen ? "*" : "",
  };
}

/** The figures of a task in words: errors and their share, or RMSE and R². */
function shownFigures({
  errors,
  examples,
  labels,
  rmse,
  r2,
}: Readonly<Record<string, number>>): Record<string, string> {
  if (errors === undefined) return { rmse: rmse!.toPrecision(4), r2: r2!.toFixed(4) };
  return { errors: String(errors), "error rate": formatPercent(errors / (examples ?? labels)!, 2) };
}

function writtenLines({ to, best, test, isSpent }: Omit<CompressionResult, "summary">): readonly string[] {
  const named = (figures: Readonly<Record<string, number>>) =>
    Object.entries(shownFigures(figures))
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  return [
    ...(test === undefined ? [] : [`test     ${named(test[1])}; uncompressed: ${named(test[0])}`]),
    `student  ${to}`,
    `packed   ${to}/${PACKED_FILE}, ${formatKilobytes(best!.bytes)}`,
    `page     ${to}/${PAGE_FILE}`,
    ...(isSpent ? ["stopped  the budget is spent; the same command searches on"] : []),
  ];
}

function describeUnmet({ target, best, isSpent }: Omit<CompressionResult, "summary">): string {
  const found = best === undefined ? "no candidate is trained" : `the best found is ${describe(best)}`;
  const advice = isSpent ? "; the budget is spent, the same command searches on" : "";
  return `no candidate meets ${target.text}: ${found}; nothing was written${advice}`;
}

function describe({ name, bytes, drop }: CompressedCandidate): string {
  return `"${name}" with ${formatKilobytes(bytes)} and a drop of ${drop.toFixed(2)} points`;
}
