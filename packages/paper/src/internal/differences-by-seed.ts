import type { NetRecord } from "@dark-knowledge/report";

/** A figure of some nets minus that of others, seed by seed. A net is left out if no other one has its seed, or one of the two lacks the figure. */
export function differencesBySeed(
  nets: readonly Pick<NetRecord, "seed" | "figures">[],
  others: readonly Pick<NetRecord, "seed" | "figures">[],
  key: string,
): readonly number[] {
  return nets.flatMap(({ seed, figures }) => {
    const rival = others.find((other) => other.seed === seed);
    const [one, other] = [figures[key], rival?.figures[key]];
    return one === undefined || other === undefined ? [] : [one - other];
  });
}
