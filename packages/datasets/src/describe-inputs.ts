import type { Column } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import type { Source } from "./source.ts";
import type { Transform } from "./transform.ts";

/** A column's description for {@link prepareInputs}: plain data, safe in JSON. */
export interface InputDescription {
  readonly version: 1;
  readonly type: "uint8" | "int32" | "float32";
  /** The shape of one stored example, or of one position of a sequence. */
  readonly shape: readonly number[];
  readonly isSequence: boolean;
  readonly names?: readonly string[];
  readonly source?: Source;
  readonly transforms: readonly Transform[];
}

/**
 * Describes how the inputs of a dataset are made, to be saved with a model: sources, transforms, types and shapes. For
 * a column with a vocabulary, only the texts in the vocabulary are kept, not all texts of the dataset.
 *
 * @returns plain data by column, safe in JSON
 * @see {@link prepareInputs}, which makes inputs from raw examples with it
 *
 * @example
 * ```ts
 * import { describeInputs, generatedDigits } from "@dark-knowledge/datasets";
 *
 * const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * describeInputs(train);
 * // => { features: { version: 1, type: "uint8", shape: [28, 28, 1], isSequence: false,
 * //     transforms: [{ kind: "scale", version: 1, subtract: 0, divide: 255 }] } }
 * ```
 */
export function describeInputs(dataset: Dataset): Readonly<Record<string, InputDescription>> {
  assertExamples("describeInputs", dataset);
  return Object.fromEntries(Object.entries(dataset.columns).map(([name, column]) => [name, describeColumn(column)]));
}

function describeColumn({ values, shape, offsets, names, source, transforms }: Column): InputDescription {
  const [first] = transforms;
  const kept = first?.kind === "vocabulary" ? first.values : names;
  return {
    version: 1,
    type: values instanceof Float32Array ? "float32" : values instanceof Int32Array ? "int32" : "uint8",
    shape,
    isSequence: offsets !== undefined,
    ...(kept === undefined ? {} : { names: kept }),
    ...(source === undefined ? {} : { source }),
    transforms,
  };
}
