import { isRecurrent, type NetSpec } from "../net-spec.ts";
import type { TrainNetInput } from "../train-net.ts";

/**
 * Estimates how long a net trains compared with others on the same data: epochs times weights, times the share of the
 * examples that it sees.
 */
export function costOf({ net, transferSet }: Pick<TrainNetInput, "net" | "transferSet">): number {
  return Math.max(1, net.epochs) * sizeOf(net) * (transferSet?.share ?? 1) * (transferSet?.repeat ?? 1);
}

function sizeOf(net: NetSpec): number {
  const widths = widthsOf(net);
  // Adjacent wide layers cost most; the ends come from the data and are the same for all.
  return widths.reduce((cost, width, index) => cost + width * (100 + (widths[index - 1] ?? 0)), 1000);
}

/** Steps of the sequences that a recurrent net reads, as far as the cost goes. */
const STEPS = 10;

function widthsOf(net: NetSpec): readonly number[] {
  if (isRecurrent(net)) return [...net.recurrent.map((units) => STEPS * units), ...net.hidden];
  if (net.kind === "mlp") return net.hidden;
  if (net.kind === "cnn") return [...net.filters.map((count) => 9 * count), ...net.hidden];
  return net.kind === "embedding" ? [net.units, ...net.hidden] : [];
}
