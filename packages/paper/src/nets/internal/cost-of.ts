import type { NetSpec } from "../net-spec.ts";
import type { TrainNetInput } from "../train-net.ts";

/**
 * Estimates how long a net trains compared with others on the same data: epochs times weights, times the share of the
 * examples that it sees.
 */
export function costOf({ net, transferSet }: Pick<TrainNetInput, "net" | "transferSet">): number {
  return Math.max(1, net.epochs) * sizeOf(net) * (transferSet?.share ?? 1);
}

function sizeOf(net: NetSpec): number {
  const widths =
    net.kind === "mlp"
      ? net.hidden
      : net.kind === "cnn"
        ? [...net.filters.map((count) => 9 * count), ...net.hidden]
        : net.kind === "embedding"
          ? [net.units, ...net.hidden]
          : [];
  // Adjacent wide layers cost most; the ends come from the data and are the same for all.
  return widths.reduce((cost, width, index) => cost + width * (100 + (widths[index - 1] ?? 0)), 1000);
}
