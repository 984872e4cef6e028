/**
 * All that a confusion accumulator knows, as plain data: to be sent to another process or written to a file, and
 * merged into another accumulator, or into a new one to go on.
 */
export interface ConfusionState {
  readonly classCount: number;
  /** How many rows with a label were added. */
  readonly rows: number;
  /** The cells that are not 0, in rising order of label and then of predicted class: their labels, … */
  readonly labels: Int32Array;
  /** … the classes that were predicted, … */
  readonly predicted: Int32Array;
  /** … and the summed probability, or the count. */
  readonly masses: Float64Array;
}
