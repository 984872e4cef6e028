/**
 * The state of a confusion accumulator as plain data: send it to another process or write it to a file, then merge it
 * into another accumulator, or into a new one to resume.
 */
export interface ConfusionState {
  readonly classCount: number;
  /** The number of rows with a label that were added. */
  readonly rows: number;
  /** The non-zero cells, in ascending order of label and then of predicted class: their labels, … */
  readonly labels: Int32Array;
  /** … their predicted classes, … */
  readonly predicted: Int32Array;
  /** … and their summed probabilities or counts. */
  readonly masses: Float64Array;
}
