import type { Column } from "./column.ts";
import type { Targets } from "./targets.ts";

/**
 * Examples as typed arrays, and a view of them.
 *
 * `columns`, `targets` and `weights` are the storage; every view that is made from a dataset shares them. `rows` is the
 * view: the storage rows that belong to it, in order. The storage row of an example is its id, and stays its id in
 * every view, so data about an example (such as a teacher's answer) can be stored by id. It is plain data and can be
 * sent to a worker thread. Treat it as immutable: writing to its arrays changes every view.
 */
export interface Dataset {
  /** The inputs of a model by name; a single one is called `features` by default. */
  readonly columns: Readonly<Record<string, Column>>;
  readonly targets: Targets;
  /** The weight of each stored example in training. Default: 1 for all. */
  readonly weights?: Float32Array;
  /** The view: at each position the storage row, which is the example's id. */
  readonly rows: Int32Array;
}

/** The two datasets of a benchmark: one for training, one for testing. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}
