import { assertInteger, assertOptions } from "@dark-knowledge/core";
import type { ColumnChoice } from "./column-choice.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { chosenColumn } from "./internal/chosen-column.ts";
import { fail } from "./internal/fail.ts";
import { product } from "./internal/product.ts";
import type { VocabularyTransform } from "./transform.ts";

/** Options of {@link vocabulary}. */
export interface VocabularyOptions extends ColumnChoice {
  /** The most known texts. Default: all. */
  readonly size?: number;
  /** The minimum count of a known text. Default: 1. */
  readonly minCount?: number;
}

/**
 * Fits a vocabulary: the transform that numbers the texts (words, categories) of a dataset's view, the most frequent
 * first. 0 is reserved for padding, 1 represents every text that is not in it, and the texts have the numbers from 2
 * on. Equally frequent texts are ordered by their UTF-16 code units.
 *
 * @returns a transform for {@link withTransform}; an embedding needs `values.length + 2` rows
 * @throws ArgumentError when the column's numbers do not represent texts, or it already has transforms
 *
 * @example
 * ```ts
 * import { batches, columnOf, createDataset, selectRows, vocabulary, withTransform, words } from "@dark-knowledge/datasets";
 *
 * const all = createDataset({ columns: { text: columnOf(["a b b", "b c"], words()) } });
 * const known = vocabulary(selectRows(all, [0]));
 * known.values; // => ["b", "a"]
 * const [batch] = batches(withTransform(all, known), { batchSize: 2, order: "stored" });
 * Array.from(batch.inputs.text.values); // => [3, 2, 2, 2, 1, 0]
 * ```
 */
export function vocabulary(dataset: Dataset, options: VocabularyOptions = {}): VocabularyTransform {
  assertDataset("vocabulary", dataset);
  assertOptions<VocabularyOptions>("vocabulary", options, { column: true, size: true, minCount: true });
  const [name, { values, shape, offsets, names, transforms }] = chosenColumn("vocabulary", dataset, options.column);
  const { size, minCount = 1 } = options;
  if (size !== undefined) assertInteger("vocabulary", "size", size, { min: 1 });
  assertInteger("vocabulary", "minCount", minCount, { min: 1 });
  if (names === undefined || transforms.length > 0) {
    const received = names === undefined ? "numbers that stand for nothing" : "transforms";
    fail("vocabulary", "state", `columns.${name}`, "must hold texts that nothing was done to", received);
  }
  const counts = new Float64Array(names.length);
  const perPosition = product(shape);
  for (const row of dataset.rows) {
    const [from, to] = offsets === undefined ? [row, row + 1] : [offsets[row]!, offsets[row + 1]!];
    for (let index = from * perPosition; index < to * perPosition; index++) counts[values[index]!]!++;
  }
  const known = Array.from(names.keys()).filter((code) => counts[code]! >= minCount);
  known.sort((a, b) => counts[b]! - counts[a]! || (names[a]! < names[b]! ? -1 : 1));
  return { kind: "vocabulary", version: 1, values: known.slice(0, size).map((code) => names[code]!) };
}
