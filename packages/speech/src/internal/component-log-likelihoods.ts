import type { AcousticModel } from "../acoustic-model.ts";

/** Computes how well a frame fits the components of a state. */
export interface ComponentScorer {
  /** Writes the logarithm of weight times density of each component, and returns that of their sum. */
  score(frame: ArrayLike<number>, offset: number, state: number, into: Float64Array): number;
}

/** Prepares what does not depend on frames: `ln w − ½ Σ_d ln(2π σ_d²)` and `1 / (2σ_d²)`. */
export function componentScorer({ components, dimensions, weights, means, variances }: AcousticModel): ComponentScorer {
  const precisions = variances.map((variance) => 0.5 / variance);
  const constants = weights.map((weight, component) => {
    let sum = Math.log(weight);
    for (let place = component * dimensions; place < (component + 1) * dimensions; place++) {
      sum -= 0.5 * Math.log(2 * Math.PI * variances[place]!);
    }
    return sum;
  });
  return {
    score(frame, offset, state, into) {
      let largest = -Infinity;
      for (let index = 0; index < components; index++) {
        const component = state * components + index;
        let score = constants[component]!;
        let place = component * dimensions;
        for (let feature = 0; feature < dimensions; feature++, place++) {
          const distance = frame[offset + feature]! - means[place]!;
          score -= distance * distance * precisions[place]!;
        }
        into[index] = score;
        if (score > largest) largest = score;
      }
      if (components === 1 || largest === -Infinity) return largest;
      let sum = 0;
      for (let index = 0; index < components; index++) sum += Math.exp(into[index]! - largest);
      return largest + Math.log(sum);
    },
  };
}
