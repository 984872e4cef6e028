import type { NetRecord } from "@dark-knowledge/report";

/** Lists by how many errors each net exceeds the plain one of the same seed that was trained for as many epochs. */
export function errorsMoreThanPlain(nets: readonly NetRecord[], plain: readonly NetRecord[]): readonly number[] {
  return nets.flatMap((net) => {
    const rival = plain.find(({ seed, history }) => seed === net.seed && history?.length === net.history?.length);
    return rival === undefined || rival === net ? [] : [net.figures.errors! - rival.figures.errors!];
  });
}
