/**
 * Reference implementations of Eq. 5, in float64, on whole rows of classes. They share nothing with the code under test.
 */

/** One model: the classes that it knows, their probabilities, the probability of all others, and its weight. */
export interface Model {
  classes: readonly number[];
  probs: readonly number[];
  dustbin: number;
  weight: number;
}

/** `Σ_k α_k KL(p_k‖A_k q)` (forward) or `Σ_k α_k KL(A_k q‖p_k)` (reverse), term by term over the classes. */
export function objective(models: readonly Model[], q: ArrayLike<number>, direction: "forward" | "reverse"): number {
  const term = (p: number, r: number) => {
    const [first, second] = direction === "forward" ? [p, r] : [r, p];
    return first > 0 ? first * Math.log(first / second) : 0;
  };
  let total = 0;
  for (const { classes, probs, dustbin, weight } of models) {
    const known = new Set(classes);
    let rest = 0;
    for (let i = 0; i < q.length; i++) if (!known.has(i)) rest += q[i]!;
    classes.forEach((known, j) => {
      total += weight * term(probs[j]!, q[known]!);
    });
    if (known.size < q.length) total += weight * term(dustbin, rest);
  }
  return total;
}

/**
 * The EM update for KL(p, q): each dustbin's mass is dealt out in the proportions of the present q, then all models are
 * averaged. It needs no step size, falls monotonically, and gets slow near the optimum.
 */
export function expectationMaximisation(models: readonly Model[], classCount: number, steps: number): Float64Array {
  const total = models.reduce((sum, { weight }) => sum + weight, 0);
  let q = new Float64Array(classCount).fill(1 / classCount);
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(classCount);
    for (const { classes, probs, dustbin, weight } of models) {
      const known = new Set(classes);
      let rest = 0;
      for (let i = 0; i < classCount; i++) if (!known.has(i)) rest += q[i]!;
      classes.forEach((known, j) => {
        next[known]! += (weight * probs[j]!) / total;
      });
      for (let i = 0; i < classCount; i++) if (!known.has(i)) next[i]! += (weight * dustbin * q[i]!) / rest / total;
    }
    q = next;
  }
  return q;
}

/** The gradient of the objective with respect to q itself. */
export function gradient(
  models: readonly Model[],
  q: ArrayLike<number>,
  direction: "forward" | "reverse",
): Float64Array {
  const slope = (p: number, r: number) => (direction === "forward" ? -p / r : Math.log(r / p) + 1);
  const result = new Float64Array(q.length);
  for (const { classes, probs, dustbin, weight } of models) {
    const known = new Map(classes.map((known, j) => [known, probs[j]!]));
    let rest = 0;
    for (let i = 0; i < q.length; i++) if (!known.has(i)) rest += q[i]!;
    for (let i = 0; i < q.length; i++) {
      const prob = known.get(i);
      result[i]! += weight * (prob === undefined ? slope(dustbin, rest) : slope(prob, q[i]!));
    }
  }
  return result;
}

/** The paper's method: q = softmax(z), the gradient descended on z; each step is halved until the objective falls. */
export function gradientDescent(
  models: readonly Model[],
  start: readonly number[],
  direction: "forward" | "reverse",
  steps: number,
): Float64Array {
  let logits = start.map(Math.log);
  let q = softmax(logits);
  let value = objective(models, q, direction);
  let rate = 1;
  for (let step = 0; step < steps; step++) {
    const slope = gradient(models, q, direction);
    const mean = q.reduce((sum, prob, i) => sum + prob * slope[i]!, 0);
    for (rate = Math.min(2 * rate, 1e3); rate > 1e-12; rate /= 2) {
      const trial = logits.map((logit, i) => logit - rate * q[i]! * (slope[i]! - mean));
      const candidate = softmax(trial);
      const next = objective(models, candidate, direction);
      if (next <= value) {
        [logits, q, value] = [trial, candidate, next];
        break;
      }
    }
  }
  return q;
}

function softmax(logits: readonly number[]): Float64Array {
  const largest = Math.max(...logits);
  const exponentials = Float64Array.from(logits, (logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return exponentials.map((value) => value / sum);
}
