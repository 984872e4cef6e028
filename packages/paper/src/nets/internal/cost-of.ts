import type { NetSpec } from "../net-spec.ts";
import type { TrainNetInput } from "../train-net.ts";

/** Roughly how long a net trains compared with others of the same data: epochs times weights, on the share of the examples that it sees. */
export function costOf({ net, transferSet }: Pick<TrainNetInput, "net" | "transferSet">): number {
  return Math.max(1, net.epochs) * sizeOf(net) * (transferSet?.share ?? 1);
}

function sizeOf(net: NetSpec): number {
  const widths =
    net.kind === "mlp"
      ? net.hidden
      : net.kind === "cnn"
        ? [...net.filters.map((count) => 9 * count), ...net.hidden]
        : [];
  // Wide layers cost most beside each other; the ends are of the data, and the same for all.
  return widths.reduce((cost, width, index) => cost + width * (100 + (widths[index - 1] ?? 0)), 1000);
}
