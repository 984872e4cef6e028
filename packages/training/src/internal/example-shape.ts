import { type Batch, batches, type Dataset, firstExamples } from "@dark-knowledge/datasets";

/** The shape of one example; null for the positions of sequences. */
export type ExampleShape = readonly (number | null)[];

/** The shapes of one example as a model sees it, by column. */
export function exampleShapes(dataset: Dataset): Readonly<Record<string, ExampleShape>> {
  const [batch] = batches(firstExamples(dataset, 1), { batchSize: 1, order: "stored" });
  return Object.fromEntries(Object.entries(batch!.inputs).map(([name, input]) => [name, shapeOf(input)]));
}

function shapeOf({ shape, lengths }: Batch["inputs"][string]): ExampleShape {
  return lengths === undefined ? shape.slice(1) : [null, ...shape.slice(2)];
}
