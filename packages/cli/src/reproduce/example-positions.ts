import type { Dataset } from "@dark-knowledge/datasets";

/** Where the first few examples of each class are in a set, class after class. */
export function examplePositions({ rows, labels, classNames }: Dataset, perClass = 2): readonly number[] {
  return classNames.flatMap((_, label) => {
    const positions: number[] = [];
    for (let position = 0; position < rows.length && positions.length < perClass; position++) {
      if (labels[rows[position]!] === label) positions.push(position);
    }
    return positions;
  });
}
