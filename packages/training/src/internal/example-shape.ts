import { ArgumentError } from "@dark-knowledge/core";
import { type Batch, batches, type Dataset, firstExamples } from "@dark-knowledge/datasets";

/** The shape of one example as a model sees it; null for the positions of sequences. */
export function exampleShape(functionName: string, dataset: Dataset): readonly (number | null)[] {
  const [batch] = batches(firstExamples(dataset, 1), { batchSize: 1, order: "stored" });
  const { shape, lengths } = soleInput(functionName, batch!);
  return lengths === undefined ? shape.slice(1) : [null, ...shape.slice(2)];
}

/** The input of a batch of a dataset with one column. */
export function soleInput(functionName: string, { inputs }: Batch): Batch["inputs"][string] {
  const [input, ...more] = Object.values(inputs);
  if (more.length === 0) return input!;
  throw new ArgumentError({
    functionName,
    argument: "dataset",
    expected: "must have one column",
    received: `the columns ${Object.keys(inputs).join(", ")}`,
    code: "state",
  });
}
