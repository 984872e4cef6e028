import { ArgumentError, assertInteger, formatShape } from "@dark-knowledge/core";

/**
 * Labelled examples as typed arrays, and a view on them.
 *
 * `features`, `labels`, `exampleShape` and `classNames` are the storage; every view that is made from a dataset shares
 * them. `rows` is the view: the storage rows that belong to it, in order. The storage row of an example is its id, and
 * stays its id in every view, so what is known of an example (a teacher's answer, say) can be kept by id. Treat a
 * dataset as immutable: whoever writes into its arrays changes every view.
 */
export interface Dataset {
  /** The stored examples, one after another, row-major in `exampleShape`, from 0 to 255. */
  readonly features: Uint8Array;
  /** One class number for each stored example, −1 where there is none. */
  readonly labels: Int32Array;
  /** The shape of one example: `[28, 28, 1]` for an image of one channel. */
  readonly exampleShape: readonly number[];
  /** What the class numbers stand for. */
  readonly classNames: readonly string[];
  /** The view: at each position the storage row, which is the example's id. */
  readonly rows: Int32Array;
}

/** The two datasets of a benchmark: one to learn from, one to be judged by. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** What {@link createDataset} wraps; see {@link Dataset} for the meaning of each part. */
export type DatasetParts = Omit<Dataset, "rows">;

/**
 * Wraps typed arrays as a dataset that holds every example in stored order. Nothing is copied.
 *
 * @param parts `features` of `count · product(exampleShape)` bytes and `labels` of `count` class numbers
 * @throws ArgumentError when a length does not fit, or a label is no class number and not −1
 *
 * @example
 * ```ts
 * import { createDataset, datasetSize } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(0, 255, 128, 64),
 *   labels: Int32Array.of(1, -1),
 *   exampleShape: [2],
 *   classNames: ["dark", "light"],
 * });
 * datasetSize(dataset); // => 2
 * ```
 */
export function createDataset({ features, labels, exampleShape, classNames }: DatasetParts): Dataset {
  if (exampleShape.length === 0) throw wrong("exampleShape", "must have at least one axis", formatShape(exampleShape));
  exampleShape.forEach((size, axis) => {
    assertInteger("createDataset", `exampleShape[${axis}]`, size, { min: 1 });
  });
  if (classNames.length === 0) throw wrong("classNames", "must name at least one class", "0");
  const length = labels.length * exampleShape.reduce((product, size) => product * size, 1);
  if (features.length !== length) {
    const expected = `must have length ${length} (${labels.length} labels, examples of shape ${formatShape(exampleShape)})`;
    throw wrong("features", expected, String(features.length));
  }
  const wrongRow = labels.findIndex((label) => label < -1 || label >= classNames.length);
  if (wrongRow >= 0) {
    const bounds = { min: -1, below: classNames.length };
    assertInteger("createDataset", `labels[${wrongRow}]`, labels[wrongRow], bounds);
  }
  return {
    features,
    labels,
    exampleShape: [...exampleShape],
    classNames: [...classNames],
    rows: Int32Array.from(labels.keys()),
  };
}

function wrong(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: "createDataset", argument, expected, received, code: "shape" });
}
