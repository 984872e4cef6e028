import { assertOptions } from "@dark-knowledge/core";
import type { Input } from "./batch.ts";
import type { Column } from "./column.ts";
import type { InputDescription } from "./describe-inputs.ts";
import { columnsFrom } from "./internal/columns-from.ts";
import { compileColumn } from "./internal/compile-column.ts";
import { makeInput } from "./internal/make-input.ts";
import { storedSize } from "./internal/stored-size.ts";
import type { SourceKind } from "./source.ts";

/** Options of {@link prepareInputs}. */
export interface PrepareInputsOptions {
  /** Kinds of sources from outside this package. */
  readonly kinds?: readonly SourceKind[];
}

/**
 * Converts raw examples to the inputs of a model, exactly like a batch of the described dataset.
 *
 * @param descriptions the result of {@link describeInputs}, possibly after JSON
 * @param raws for each column the same number of raw examples: texts, pictures, table rows; for a column without a
 * source, the stored numbers of each example. A plain list is for the only column
 * @returns the inputs by column, in new arrays
 * @throws ArgumentError when a description is not one, a column lacks examples or has a different number of them
 * @throws Error that names the first example that its source does not accept
 *
 * @example
 * ```ts
 * import { columnOf, createDataset, describeInputs, prepareInputs, vocabulary, withTransform, words } from "@dark-knowledge/datasets";
 *
 * const train = createDataset({ columns: { text: columnOf(["so good", "so bad"], words()) } });
 * const saved = JSON.stringify(describeInputs(withTransform(train, vocabulary(train))));
 *
 * const { text } = prepareInputs(JSON.parse(saved), ["bad, so bad"]);
 * Array.from(text.values); // => [3, 1, 2, 3]
 * ```
 */
export function prepareInputs(
  descriptions: Readonly<Record<string, InputDescription>>,
  raws: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
  options: PrepareInputsOptions = {},
): Readonly<Record<string, Input>> {
  assertOptions<PrepareInputsOptions>("prepareInputs", options, { kinds: true });
  const columns = columnsFrom("prepareInputs", descriptions, raws, options.kinds);
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      if (isInput(column))
        return [name, { values: column.values, shape: [storedSize({ columns: { [name]: column } }), ...column.shape] }];
      const ids = Int32Array.from({ length: storedSize({ columns: { [name]: column } }) }, (_, id) => id);
      return [name, makeInput(compileColumn("prepareInputs", column), ids)];
    }),
  );
}

/** Whether the stored numbers, which were copied from the raw examples, are what a model takes already. */
function isInput({ values, transforms, source, offsets }: Column): boolean {
  return values instanceof Float32Array && transforms.length === 0 && source === undefined && offsets === undefined;
}
