import { assertFields, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";

/** One of the folds of {@link leaveOneGroupOut}. */
export interface GroupFold<Item> {
  readonly group: string;
  /** The items of all other groups. */
  readonly training: readonly Item[];
  /** Those of this one. */
  readonly heldOut: readonly Item[];
}

/**
 * Makes a fold for each group, such as a speaker, in which everything of it is held out: cross-validation that says how well a
 * model does on groups that it has never seen. The order stays.
 *
 * @returns the folds by the names of their groups, in order of code units
 * @throws ArgumentError when there are fewer than two groups, or a group is not a string
 *
 * @example
 * ```ts
 * import { leaveOneGroupOut } from "@dark-knowledge/datasets";
 *
 * const said = [{ speaker: "bob", word: "ONE" }, { speaker: "ann", word: "TWO" }, { speaker: "bob", word: "SIX" }];
 * const folds = leaveOneGroupOut(said, ({ speaker }) => speaker);
 * folds.map(({ group, heldOut }) => `${group}: ${heldOut.length} held out`); // => ["ann: 1 held out", "bob: 2 held out"]
 * ```
 */
export function leaveOneGroupOut<Item>(items: readonly Item[], groupOf: (item: Item) => string): GroupFold<Item>[] {
  assertFields("leaveOneGroupOut", { items, groupOf }, { items: "list", groupOf: "function" });
  const groups = items.map((item, index) => {
    const group: unknown = groupOf(item);
    if (typeof group === "string") return group;
    return fail("leaveOneGroupOut", "dtype", `groupOf(items[${index}])`, "must be a string", formatValue(group));
  });
  const names = [...new Set(groups)].sort();
  if (names.length < 2) {
    const received = names.length === 0 ? "none" : formatValue(names[0]);
    fail("leaveOneGroupOut", "range", "items", "must be of at least two groups", received);
  }
  return names.map((group) => ({
    group,
    training: items.filter((_, index) => groups[index] !== group),
    heldOut: items.filter((_, index) => groups[index] === group),
  }));
}
