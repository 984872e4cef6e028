import type { Column } from "./column.ts";
import type { Targets } from "./targets.ts";

/**
 * Examples as typed arrays, and a view on them.
 *
 * `columns`, `targets` and `weights` are the storage; every view that is made from a dataset shares them. `rows` is the
 * view: the storage rows that belong to it, in order. The storage row of an example is its id, and stays its id in
 * every view, so what is known of an example (a teacher's answer, say) can be kept by id. It is plain data: it can be
 * sent to a worker thread as it is. Treat it as immutable: writing to its arrays changes every view.
 */
export interface Dataset {
  /** The inputs of a model by name; the only one is called `features` unless it was given another name. */
  readonly columns: Readonly<Record<string, Column>>;
  readonly targets: Targets;
  /** How much each stored example counts in training. Default: 1 for all. */
  readonly weights?: Float32Array;
  /** The view: at each position the storage row, which is the example's id. */
  readonly rows: Int32Array;
}

/** The two datasets of a benchmark: one to learn from, one to be judged by. */
export interface TrainAndTest {
  readonly train: Dataset;
  readonly test: Dataset;
}
