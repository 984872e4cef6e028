import type { NetRecord } from "@dark-knowledge/report";
import { differencesBySeed } from "../../internal/differences-by-seed.ts";

/** Lists by how many errors each net exceeds the plain one of the same seed that was trained for as many epochs. */
export function errorsMoreThanPlain(nets: readonly NetRecord[], plain: readonly NetRecord[]): readonly number[] {
  return nets.flatMap((net) => {
    const rivals = plain.filter(({ history }) => history?.length === net.history?.length);
    return rivals.includes(net) ? [] : differencesBySeed([net], rivals, "errors");
  });
}
