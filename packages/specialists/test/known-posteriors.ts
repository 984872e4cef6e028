import { createRandom, logSumExp, type Random } from "@dark-knowledge/core";
import { createSpecialistSampler, dustbinLabels, specialistProbs } from "../src/index.ts";

/** Three normal features and 1, whose weight is the bias. */
const FEATURES = 4;
const CLASS_COUNT = 12;
const specialist = { classes: [0, 1], classCount: CLASS_COUNT };
const OUTPUTS = 3;
const TRAINED = 60_000;
const TESTED = 20_000;
/** The two classes of the specialist, and the direction that all others share: so the dustbin's exact logit is linear. */
const DIRECTIONS = [
  [1, -0.5, 0.5],
  [-0.5, 1, 0.5],
  [0.3, 0.3, -0.7],
];

/** Examples of a world whose posteriors are known: `features` `[rows, FEATURES]`, labels drawn from the exact posterior. */
function drawExamples(rows: number, restBias: number, random: Random) {
  const features = new Float64Array(rows * FEATURES);
  const labels = new Int32Array(rows);
  const exact = new Float64Array(rows * OUTPUTS);
  for (let row = 0; row < rows; row++) {
    const x = [random.normal(), random.normal(), random.normal(), 1];
    features.set(x, row * FEATURES);
    const scores = DIRECTIONS.map((direction) => direction.reduce((sum, w, f) => sum + w * x[f]!, 0));
    scores[2]! += restBias;
    const norm = logSumExp(scores);
    const probs = scores.map((score) => Math.exp(score - norm));
    exact.set(probs, row * OUTPUTS);
    const u = random.uniform();
    // The others are equally likely among themselves.
    labels[row] = u < probs[0]! ? 0 : u < probs[0]! + probs[1]! ? 1 : 2 + random.integer(CLASS_COUNT - 2);
  }
  return { features, labels, exact };
}

/** A logistic model of three outputs, trained to its optimum by gradient descent with momentum. */
function trainLogistic(features: Float64Array, rows: Int32Array, targets: Int32Array): Float64Array {
  const weights = new Float64Array(FEATURES * OUTPUTS);
  const speed = new Float64Array(weights.length);
  const gradient = new Float64Array(weights.length);
  for (let step = 0; step < 200; step++) {
    gradient.fill(0);
    rows.forEach((row, at) => {
      const logits = logitsOf(features, row, weights);
      const norm = logSumExp(logits);
      for (let k = 0; k < OUTPUTS; k++) {
        const error = Math.exp(logits[k]! - norm) - (targets[at] === k ? 1 : 0);
        for (let f = 0; f < FEATURES; f++) gradient[f * OUTPUTS + k]! += error * features[row * FEATURES + f]!;
      }
    });
    for (let at = 0; at < weights.length; at++) {
      speed[at] = 0.9 * speed[at]! - (0.5 * gradient[at]!) / rows.length;
      weights[at]! += speed[at]!;
    }
  }
  return weights;
}

function logitsOf(features: Float64Array, row: number, weights: Float64Array): number[] {
  const logits = new Array<number>(OUTPUTS).fill(0);
  for (let f = 0; f < FEATURES; f++) {
    for (let k = 0; k < OUTPUTS; k++) logits[k]! += features[row * FEATURES + f]! * weights[f * OUTPUTS + k]!;
  }
  return logits;
}

/**
 * Trains a specialist on half/half batches of a world with known posteriors, and measures on other examples, at natural
 * frequencies, how far its answers are from the exact ones under different corrections.
 *
 * @param restBias makes the specialist's own classes rare; the larger, the rarer
 */
export function measureCorrections(restBias: number, ownShare: number, seed: number) {
  const random = createRandom(seed);
  const training = drawExamples(TRAINED, restBias, random);
  const sampler = createSpecialistSampler(training.labels, specialist, { seed, ownShare });
  const rows = sampler.rows(0);
  const targets = dustbinLabels(
    rows.map((row) => training.labels[row]!),
    specialist,
  );
  const weights = trainLogistic(training.features, rows, targets);

  const test = drawExamples(TESTED, restBias, random);
  const logits = new Float32Array(TESTED * OUTPUTS);
  for (let row = 0; row < TESTED; row++) logits.set(logitsOf(test.features, row, weights), row * OUTPUTS);

  /** Mean KL(exact, answer) in nats, and the mean probability of the dustbin. */
  function judge(oversampling: number) {
    const probs = specialistProbs(logits, specialist, { oversampling });
    let [kl, dustbin] = [0, 0];
    test.exact.forEach((p, at) => {
      kl += p * Math.log(p / probs[at]!);
      if (at % OUTPUTS === OUTPUTS - 1) dustbin += probs[at]!;
    });
    return { kl: kl / TESTED, dustbin: dustbin / TESTED };
  }

  // The divergence is convex in the logarithm of the factor.
  let [low, high] = [-3, 7];
  while (high - low > 1e-4) {
    const [left, right] = [low + (high - low) / 3, high - (high - low) / 3];
    if (judge(Math.exp(left)).kl < judge(Math.exp(right)).kl) high = right;
    else low = left;
  }
  const naturalShare = sampler.ownCount / training.labels.length;
  return {
    naturalShare,
    exactDustbin: test.exact.reduce((sum, p, at) => sum + (at % OUTPUTS === OUTPUTS - 1 ? p : 0), 0) / TESTED,
    /** The ratio of rates, own to rest: what the sampler says. */
    ratio: sampler.oversampling,
    /** The other reading: the share in training over the share in nature. */
    proportion: ownShare / naturalShare,
    /** The factor under which the answers come nearest to the exact ones. */
    best: Math.exp((low + high) / 2),
    judge,
  };
}
