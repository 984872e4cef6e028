/** A block of a matrix whose classes are in the order of their sets: its range of rows and columns. */
export interface SetBlock {
  readonly set: number;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  /**
   * Whether all of its classes are placed at this set; false for those that belong to it but are placed at another set.
   */
  readonly isCore: boolean;
}

/** Classes in an order that keeps sets together. */
export interface OrderedClasses {
  readonly order: readonly number[];
  readonly blocks: readonly SetBlock[];
}

/**
 * Puts each class next to the others of its set, or, if it has several sets, next to the classes that it is most
 * similar to; classes in no set come last. A block is a run of neighbours of one set against another run of the same
 * set.
 */
export function orderBySet(
  similarity: readonly (readonly number[])[],
  sets: readonly (readonly number[])[],
): OrderedClasses {
  const homeOf = similarity.map((row, index) => {
    const of = (set: readonly number[]) =>
      set.reduce((sum, other) => (other === index ? sum : sum + Math.max(0, row[other]!)), 0);
    return sets.reduce(
      (home, set, number) => (set.includes(index) && (home < 0 || of(set) > of(sets[home]!)) ? number : home),
      -1,
    );
  });
  const homeless = homeOf.flatMap((home, index) => (home < 0 ? [index] : []));
  const order = [
    ...sets.flatMap((_, number) => homeOf.flatMap((home, index) => (home === number ? [index] : []))),
    ...homeless,
  ];
  const blocks = sets.flatMap((set, number) => {
    const runs = runsOf(order, (index) => set.includes(index), homeOf);
    return runs.flatMap((rows) =>
      runs.map((columns): SetBlock => {
        const isCore = homeOf[order[rows[0]]!] === number && homeOf[order[columns[0]]!] === number;
        return { set: number, rows, columns, isCore };
      }),
    );
  });
  return { order, blocks };
}

/** Finds the runs of wanted neighbours at one home. */
function runsOf(
  order: readonly number[],
  isWanted: (index: number) => boolean,
  homeOf: readonly number[],
): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  order.forEach((index, position) => {
    if (!isWanted(index)) return;
    const last = runs.at(-1);
    if (last?.[1] === position && homeOf[order[position - 1]!] === homeOf[index]) last[1] = position + 1;
    else runs.push([position, position + 1]);
  });
  return runs;
}
