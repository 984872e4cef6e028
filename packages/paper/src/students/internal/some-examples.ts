import { createRandom, deriveSeed } from "@dark-knowledge/core";
import { type Dataset, selectRows } from "@dark-knowledge/datasets";

/** All examples, or so many that are drawn at random, always the same ones: the first may all be of one class. */
export function someExamples(dataset: Dataset, most: number): Dataset {
  const { length } = dataset.rows;
  return length <= most
    ? dataset
    : selectRows(dataset, createRandom(deriveSeed(1, "exported-examples")).permutation(length).subarray(0, most));
}
