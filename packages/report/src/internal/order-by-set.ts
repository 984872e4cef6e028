/** A square of a matrix whose classes stand in the order of their sets: rows and columns from where to where. */
export interface SetBlock {
  readonly set: number;
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
  /** Whether all of its classes stand at this set; false for those that stand at another set and belong to this one too. */
  readonly isCore: boolean;
}

/** Classes in an order in which sets stand together. */
export interface OrderedClasses {
  readonly order: readonly number[];
  readonly blocks: readonly SetBlock[];
}

/**
 * Puts each class beside the others of its set, where it has several beside those that it is most similar to; classes in no
 * set come last. A block is a run of neighbours of one set against another run of the same set.
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

/** Where neighbours of one home that are wanted begin and end. */
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
