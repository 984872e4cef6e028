import { assertObject, formatValue, type Matrix } from "@dark-knowledge/core";
import type { AcousticModel } from "./acoustic-model.ts";
import type { HmmGraph } from "./hmm-graph.ts";
import { assertAcousticModel } from "./internal/assert-acoustic-model.ts";
import { assertFeatures } from "./internal/assert-features.ts";
import { type ComponentScorer, componentScorer } from "./internal/component-log-likelihoods.ts";
import { type Durations, durationsOf } from "./internal/durations.ts";
import { fail } from "./internal/fail.ts";
import { occupanciesOf } from "./internal/occupancies-of.ts";

/** An utterance to learn from. */
export interface TrainingUtterance {
  /** Frames × features. */
  readonly features: Matrix;
  /** The model of its words, such as a {@link transcriptGraph}. */
  readonly graph: HmmGraph;
}

/** Result of {@link baumWelch}. */
export interface BaumWelchStep {
  readonly model: AcousticModel;
  /** The logarithm of the probability of all utterances under the model that the step began with. */
  readonly logLikelihood: number;
  readonly frames: number;
}

/**
 * Trains a model by one step of expectation and maximisation: weighs each frame by the probability that it belongs to each state, and
 * each Gaussian of it, under the model, and takes weighted means, variances, and shares. The likelihood of the utterances never falls from step to
 * step, also with floors for variances. A state or a Gaussian that no frame belongs to stays as it is.
 *
 * @param utterances at least one; those that are shorter than their transcripts have to be left out
 * @returns a new model
 * @throws ArgumentError when the features are not as wide as the model, or an utterance is too short, by its index
 * @see Rabiner (1989), A tutorial on hidden Markov models, sections III and IV
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { baumWelch, createLexicon, flatStart, readPronunciations, splitMixtures, transcriptGraph } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW"), { statesPerPhone: 1 });
 * const features = createMatrix(4, 1, Float32Array.of(1, 2, 8, 9));
 * const utterances = [{ features, graph: transcriptGraph(["NO"], lexicon, { silenceProb: 0 }) }];
 *
 * let model = flatStart([features], { states: lexicon.stateCount });
 * for (let step = 0; step < 20; step++) model = baumWelch(model, utterances).model;
 * model.means; // ≈ [1.50, 8.50, 5.00]
 * splitMixtures(model).components; // => 2
 * ```
 */
export function baumWelch(model: AcousticModel, utterances: readonly TrainingUtterance[]): BaumWelchStep {
  assertAcousticModel("baumWelch", model);
  assertTraining(model, utterances);
  const scorer = componentScorer(model);
  const sums = emptySums(model);
  let logLikelihood = 0;
  let frames = 0;
  for (const [index, utterance] of utterances.entries()) {
    const { features, graph } = utterance;
    const names = { graph: `utterances[${index}].graph`, frames: `utterances[${index}].features` };
    const size = { rows: features.rows, columns: model.states };
    const durations = durationsOf("baumWelch", graph, size, model.stayProbs, names);
    const own = accumulate(sums, model, scorer, utterance, durations);
    if (own === -Infinity) throw new Error(`baumWelch: every path through ${names.graph} has probability 0`);
    logLikelihood += own;
    frames += features.rows;
  }
  return { model: maximise(model, sums), logLikelihood, frames };
}

function assertTraining(model: AcousticModel, utterances: readonly TrainingUtterance[]): void {
  if (!Array.isArray(utterances) || utterances.length === 0) {
    const expected = "must be an array of utterances, at least one";
    fail("baumWelch", "dtype", "utterances", expected, formatValue(utterances));
  }
  for (const [index, utterance] of Array.from(utterances as readonly TrainingUtterance[]).entries()) {
    assertObject("baumWelch", `utterances[${index}]`, utterance);
    assertFeatures("baumWelch", `utterances[${index}].features`, utterance.features);
    if (utterance.features.columns === model.dimensions) continue;
    const expected = `must be ${model.dimensions} (dimensions of the model)`;
    fail("baumWelch", "shape", `utterances[${index}].features.columns`, expected, String(utterance.features.columns));
  }
}

/** Sums over frames, weighted by the probability that they belong to a state or component. */
interface Sums {
  readonly states: Float64Array;
  readonly stays: Float64Array;
  readonly components: Float64Array;
  /** Of the differences from the old means, which loses no digits. */
  readonly differences: Float64Array;
  readonly squares: Float64Array;
}

function emptySums({ states, components, means }: AcousticModel): Sums {
  return {
    states: new Float64Array(states),
    stays: new Float64Array(states),
    components: new Float64Array(states * components),
    differences: new Float64Array(means.length),
    squares: new Float64Array(means.length),
  };
}

/** A frame that belongs to a state with less probability does not count. */
const SMALLEST_SHARE = 1e-12;

function accumulate(
  sums: Sums,
  model: AcousticModel,
  scorer: ComponentScorer,
  { features, graph }: TrainingUtterance,
  durations: Durations,
): number {
  const { rows, columns, data } = features;
  const parts = new Float64Array(model.components);
  const scores = { rows, columns: model.states, data: new Float64Array(rows * model.states).fill(-Infinity) };
  const heard = [...new Set(graph.states)];
  for (let row = 0; row < rows; row++) {
    for (const state of heard)
      scores.data[row * model.states + state] = scorer.score(data, row * columns, state, parts);
  }
  const { logLikelihood, nodeProbs, stays } = occupanciesOf(scores, graph, durations);
  if (logLikelihood === -Infinity) return logLikelihood;
  const shares = new Float64Array(model.states);
  for (let row = 0; row < rows; row++) {
    for (const state of heard) shares[state] = 0;
    graph.states.forEach((state, node) => {
      shares[state]! += nodeProbs.data[row * nodeProbs.columns + node]!;
    });
    for (const state of heard) {
      if (shares[state]! < SMALLEST_SHARE) continue;
      sums.states[state]! += shares[state]!;
      const whole = scorer.score(data, row * columns, state, parts);
      for (let part = 0; part < model.components; part++) {
        const share = shares[state]! * Math.exp(parts[part]! - whole);
        if (share >= SMALLEST_SHARE) addFrame(sums, model, state * model.components + part, share, data, row * columns);
      }
    }
  }
  graph.states.forEach((state, node) => {
    sums.stays[state]! += stays[node]!;
  });
  return logLikelihood;
}

function addFrame(
  sums: Sums,
  { dimensions, means }: AcousticModel,
  component: number,
  share: number,
  frame: ArrayLike<number>,
  offset: number,
): void {
  sums.components[component]! += share;
  for (let feature = 0, place = component * dimensions; feature < dimensions; feature++, place++) {
    const difference = frame[offset + feature]! - means[place]!;
    sums.differences[place]! += share * difference;
    sums.squares[place]! += share * difference * difference;
  }
}

/** The largest probability to stay: a state that nothing ever leaves would end no utterance. */
const LARGEST_STAY = 1 - 1e-6;

function maximise(model: AcousticModel, sums: Sums): AcousticModel {
  const { components, dimensions, varianceFloors } = model;
  const shift = (place: number) => sums.differences[place]! / sums.components[Math.floor(place / dimensions)]!;
  const isHeard = (place: number) => sums.components[Math.floor(place / dimensions)]! > 0;
  return {
    ...model,
    weights: model.weights.map((weight, component) => {
      const state = Math.floor(component / components);
      const own = sums.components.subarray(state * components, (state + 1) * components);
      const sum = own.reduce((total, one) => total + one, 0);
      return sum > 0 ? sums.components[component]! / sum : weight;
    }),
    means: model.means.map((mean, place) => (isHeard(place) ? mean + shift(place) : mean)),
    variances: model.variances.map((variance, place) => {
      if (!isHeard(place)) return variance;
      const square = sums.squares[place]! / sums.components[Math.floor(place / dimensions)]!;
      return Math.max(square - shift(place) ** 2, varianceFloors[place % dimensions]!);
    }),
    stayProbs: model.stayProbs.map((stay, state) =>
      sums.states[state]! > 0 ? Math.min(sums.stays[state]! / sums.states[state]!, LARGEST_STAY) : stay,
    ),
  };
}
