/**
 * A specialist: the classes that it knows. Its model has one output for each of them, in their order, and last the
 * *dustbin*, which stands for all other classes.
 *
 * Plain data, to be kept beside the model; `createCombiner` of `@dark-knowledge/combiner` takes it as it is.
 */
export interface Specialist {
  /** The class numbers, each once; at least one, and not all that there are. */
  readonly classes: ArrayLike<number>;
  /** How many classes the generalist knows. */
  readonly classCount: number;
}
