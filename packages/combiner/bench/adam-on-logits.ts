/** Working memory of {@link adamOnLogits}. */
export function createAdamMemory(classes: number) {
  const array = () => new Float64Array(classes);
  return { logits: array(), q: array(), gradient: array(), first: array(), second: array(), named: array() };
}

/** The rows of one example: the generalist's, and those of its active specialists with their classes. */
export interface Example {
  generalist: Float32Array;
  active: readonly { classes: Int32Array; probs: Float32Array }[];
}

/**
 * The paper's method: q = softmax(z), and Adam on z, from the generalist's logits.
 *
 * Written as well as we can: the gradient is `q_i (λ − Σ_{m∌i} d_m / s_m) − w_i`, so that a step touches all classes once
 * and the specialists' classes twice; the w are summed beforehand.
 *
 * @returns q, in `memory.q`
 */
export function adamOnLogits(
  { generalist, active }: Example,
  steps: number,
  rate: number,
  memory: ReturnType<typeof createAdamMemory>,
): Float64Array {
  const { logits, q, gradient, first, second, named } = memory;
  const classes = generalist.length;
  for (let i = 0; i < classes; i++) {
    named[i] = generalist[i]!;
    logits[i] = Math.log(Math.max(generalist[i]!, 1e-30));
    first[i] = 0;
    second[i] = 0;
  }
  for (const { classes, probs } of active) {
    for (let j = 0; j < classes.length; j++) named[classes[j]!]! += probs[j]!;
  }
  softmaxInto(logits, q);
  let power1 = 1;
  let power2 = 1;
  for (let step = 1; step <= steps; step++) {
    let common = 1 + active.length;
    for (const specialist of active) common -= shareOf(specialist, q);
    for (let i = 0; i < classes; i++) gradient[i] = q[i]! * common - named[i]!;
    for (const specialist of active) {
      const share = shareOf(specialist, q);
      const own = specialist.classes;
      for (let j = 0; j < own.length; j++) gradient[own[j]!]! += q[own[j]!]! * share;
    }
    power1 *= 0.9;
    power2 *= 0.999;
    const scale = (rate / (1 - power1)) * Math.sqrt(1 - power2);
    for (let i = 0; i < classes; i++) {
      const slope = gradient[i]!;
      const mean = 0.9 * first[i]! + 0.1 * slope;
      const square = 0.999 * second[i]! + 0.001 * slope * slope;
      first[i] = mean;
      second[i] = square;
      logits[i]! -= (scale * mean) / (Math.sqrt(square) + 1e-8);
    }
    softmaxInto(logits, q);
  }
  return q;
}

/** `d_m / s_m` */
function shareOf({ classes, probs }: Example["active"][number], q: Float64Array): number {
  let known = 0;
  for (let j = 0; j < classes.length; j++) known += q[classes[j]!]!;
  return probs[classes.length]! / (1 - known);
}

function softmaxInto(logits: Float64Array, q: Float64Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) if (logits[i]! > largest) largest = logits[i]!;
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    const value = Math.exp(logits[i]! - largest);
    q[i] = value;
    sum += value;
  }
  for (let i = 0; i < logits.length; i++) q[i]! /= sum;
}
