/**
 * A specialist: the classes that it knows. Its model has one output for each of them, in order, and the *dustbin* last,
 * which stands for all other classes.
 *
 * It is plain data, to be stored with the model; `createCombiner` of `@dark-knowledge/combiner` accepts it directly.
 */
export interface Specialist {
  /** The class numbers, each once; at least one, and not all classes. */
  readonly classes: ArrayLike<number>;
  /** The number of classes that the generalist knows. */
  readonly classCount: number;
}
