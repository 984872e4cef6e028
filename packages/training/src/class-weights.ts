/**
 * The weight of each class in a hard term, in the order of the dataset's class names: finite, at least 0, and not all 0. `"balanced"` makes
 * all classes count the same: `Σ_i w_i / (K · Σ_{i of the class} w_i)` over the labels of the training set, with the weights w of examples
 * and the number K of classes that occur.
 */
export type ClassWeights = "balanced" | ArrayLike<number>;
