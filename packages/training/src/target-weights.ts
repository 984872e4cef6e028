/** The weights of labels and soft targets for an example. */
export interface TargetWeights {
  readonly hardWeight: number;
  /** Of the soft term, which already carries T². */
  readonly softWeight: number;
}
