import { assertArray } from "./assert-array.ts";

/**
 * Finds the name that was probably meant: the one with the fewest changed letters, if they are at most a third. Case is
 * ignored.
 *
 * @returns one of `names`, or undefined if none is near
 *
 * @example
 * ```ts
 * import { nearestName } from "@dark-knowledge/core";
 *
 * nearestName("temprature", ["seed", "temperature"]); // => "temperature"
 * nearestName("alpha", ["seed", "temperature"]); // => undefined
 * ```
 */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  assertArray("nearestName", "names", names, "Array");
  // User input may have any length, and the table of changes grows with the product of lengths.
  if (typeof written !== "string" || written.length > LONGEST_NAME) return undefined;
  const most = Math.max(1, Math.floor(written.length / 3));
  let nearest: string | undefined;
  let fewest = most + 1;
  for (const name of names) {
    if (typeof name !== "string") continue;
    const changes = changesBetween(written.toLowerCase(), name.toLowerCase());
    if (changes >= fewest) continue;
    nearest = name;
    fewest = changes;
  }
  return nearest;
}

const LONGEST_NAME = 100;

/**
 * Counts letters to insert, remove, replace, or swap with their neighbour: the restricted Damerau–Levenshtein distance.
 */
function changesBetween(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isEqual = one[row - 1] === other[column - 1];
      let changes = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isEqual ? 0 : 1));
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) changes = Math.min(changes, beforeLast[column - 2]! + 1);
      current.push(changes);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length]!;
}
