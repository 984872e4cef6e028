import { createRandom, softmax } from "@dark-knowledge/core";

/** A generated problem: a generalist's rows, and the rows of all specialists. */
export interface Problem {
  classes: number;
  rows: number;
  sets: Int32Array[];
  generalistProbs: Float32Array;
  /** For each specialist `[rows, its classes + 1]`. */
  specialistProbs: Float32Array[];
}

/**
 * Softmax rows of models that see the same logits, each through its own noise. The specialists' classes are drawn from the
 * first `span` classes, so that the problem with more classes has the same active sets.
 */
export function createProblem(classes: number, specialists: number, size: number, rows: number, span: number): Problem {
  const random = createRandom(61);
  const sets = Array.from({ length: specialists }, () => random.permutation(span).slice(0, size).sort());
  const generalistProbs = new Float32Array(rows * classes);
  const specialistProbs = sets.map(() => new Float32Array(rows * (size + 1)));
  for (let row = 0; row < rows; row++) {
    const logits = Float64Array.from({ length: classes }, () => 2 * random.normal());
    // A few of the classes that specialists know stand out.
    for (let k = 0; k < 6; k++) logits[random.integer(span)]! += 8;
    const noisy = (scale: number) => softmax(logits.map((logit) => logit + scale * random.normal()));
    generalistProbs.set(noisy(1), row * classes);
    sets.forEach((own, m) => {
      const probs = noisy(0.5);
      const known = Array.from(own, (one) => probs[one]!);
      const dustbin = Math.max(0, 1 - known.reduce((sum, prob) => sum + prob, 0));
      specialistProbs[m]!.set([...known, dustbin], row * (size + 1));
    });
  }
  return { classes, rows, sets, generalistProbs, specialistProbs };
}
