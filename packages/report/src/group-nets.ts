import { assertKinds } from "./internal/assert-kind.ts";
import { groupsOf, type NetGroup } from "./internal/group.ts";
import { NET } from "./internal/kinds.ts";
import type { NetRecord } from "./net-record.ts";

/**
 * Groups nets by role, name and table, so that the nets of a group differ only by their seed. Groups are in the order
 * of their first nets.
 *
 * @throws ArgumentError when a part of a net has the wrong type
 *
 * @example
 * ```ts
 * import { groupNets } from "@dark-knowledge/report";
 *
 * const net = (name: string, seed: number) => ({ role: "student", name, seed, figures: {} });
 * groupNets([net("kd", 1), net("plain", 1), net("kd", 2)]).map(({ label, nets }) => [label, nets.length]); // => [["kd", 2], ["plain", 1]]
 * ```
 */
export function groupNets(nets: readonly NetRecord[]): readonly NetGroup[] {
  assertKinds("groupNets", "nets", nets, NET);
  return groupsOf(nets);
}
