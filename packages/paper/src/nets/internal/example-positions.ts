import { classNamesOf, type Dataset, labelsOf } from "@dark-knowledge/datasets";

/** Returns the positions of the first few examples of each class, class by class; none where examples have no class each. */
export function examplePositions(dataset: Dataset, perClass = 2): readonly number[] {
  if (dataset.targets.kind !== "classes") return [];
  const labels = labelsOf(dataset);
  return classNamesOf(dataset).flatMap((_, label) => {
    const positions: number[] = [];
    for (let position = 0; position < labels.length && positions.length < perClass; position++) {
      if (labels[position] === label) positions.push(position);
    }
    return positions;
  });
}
