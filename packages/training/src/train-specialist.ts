import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOneOf,
  assertOptions,
  createRandom,
  deriveSeed,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import { type Dataset, datasetSize, selectRows } from "@dark-knowledge/datasets";
import { createSpecialistSampler } from "@dark-knowledge/specialists";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fingerprintWeights } from "./fingerprint-weights.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { assertNoWeights } from "./internal/assert-no-weights.ts";
import { classTargets } from "./internal/class-targets.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { createSpecialistModel } from "./internal/create-specialist-model.ts";
import { ADVICE } from "./internal/option-names.ts";
import { assertTrainingOptions, prepareRun } from "./internal/prepare-run.ts";
import { runTraining } from "./internal/run-training.ts";
import { specialistObjective } from "./internal/specialist-objective.ts";
import { specialistSoftmax } from "./internal/specialist-softmax.ts";
import { taskOf } from "./internal/task.ts";
import { trainingSets } from "./internal/training-sets.ts";
import { validateSpecialist } from "./internal/validate-specialist.ts";
import { cosineDecay } from "./schedule.ts";
import { sgd } from "./sgd.ts";
import type { SpecialistModel, SpecialistSoftmaxName } from "./specialist-model.ts";
import type { TargetWeights } from "./target-weights.ts";
import type { EpochSummary } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link trainSpecialist}. */
export interface TrainSpecialistOptions
  extends Pick<
    TrainingOptions,
    | "seed"
    | "batchSize"
    | "dropRemainder"
    | "optimizer"
    | "maxNorm"
    | "callbacks"
    | "signal"
    | "onWarning"
    | "checkpoints"
  > {
  /**
   * The most epochs. An epoch has every example of the specialist's classes once, and as many others.
   */
  readonly epochs: number;
  /**
   * The temperature of both softmaxes in the soft term. No default. At 1 the soft targets are the generalist's answers.
   * Above 1, the dustbin's logit, `T log Σ exp(v_j / T)` over all other classes, is larger than at 1, so that the
   * specialist's answer, which is read at 1, gives the dustbin too much.
   */
  readonly temperature: number;
  /**
   * The dataset that decides when to stop, or the size and seed of one to split off. Labelled, with all classes at
   * natural frequencies. Never the test set.
   */
  readonly validation: Dataset | { readonly size: number; readonly seed: number };
  /** The number of epochs to wait for a better validation likelihood. Default: 3. */
  readonly patience?: number;
  /** The targets of examples of the specialist's own classes. Default: their labels. */
  readonly ownTargets?: TargetWeights;
  /** The targets of the other examples. Default: the generalist's soft targets; the paper's section 5 uses labels. */
  readonly restTargets?: TargetWeights;
  /** Whether it has a dustbin, `"dustbin"`, or keeps all classes of the generalist, `"full"`. Default: `"dustbin"`. */
  readonly softmax?: SpecialistSoftmaxName;
}

/** Result of {@link trainSpecialist}. The caller owns the model. */
export interface TrainedSpecialist extends SpecialistModel {
  /**
   * For each epoch, the means of `total`, `hard` and `soft` (both unweighted) over its examples, and the figures of the
   * corrected answer on the validation set, with the dustbin as one class.
   */
  readonly epochs: readonly EpochSummary[];
  /** The epoch with the best weights, which were restored; −1 for the start. */
  readonly bestEpoch: number;
}

const FEWEST_FEATURE_ROWS = 2000;
const FEATURE_ROWS_PER_UNIT = 8;

/**
 * Trains a specialist: a net for a few classes that a generalist confuses, and a dustbin for all others.
 *
 * It starts as a copy of the generalist, with the output layer of `specialistOutputLayer`. Half of the examples of
 * every epoch are of its classes, half are drawn from the rest (`createSpecialistSampler`). The loss of an example is
 * `hardWeight · CE(label, softmax(z)) + softWeight · T² · CE(softmax(v/T), softmax(z/T))`, with labels as positions in
 * the class set, and v the generalist's logits, its other classes merged and at the frequencies of the sample
 * (`dustbinLogits`). The two weights are those of `ownTargets` for examples of the specialist's classes and of
 * `restTargets` for others. By default, labels teach the former and soft targets the latter, which preserves the
 * generalist's knowledge.
 *
 * With `softmax: "full"` it is a copy of the generalist with all its classes, as in section 6.1. Labels are the
 * generalist's, and the soft target of an example is the generalist's answer *among the classes of its side*: the
 * specialist's, or all others. So the best answer is the posterior at the frequencies of the sample, where the odds of
 * the specialist's classes are `oversampling` times as high; docs/specialists.md derives it. `predictSpecialistProbs`
 * undoes that.
 *
 * After each epoch the corrected answer's likelihood on the validation set decides whether these are the best weights
 * so far; they are restored at the end, or those of the start if no epoch was better. With `checkpoints` a run resumes
 * like those of the other loops.
 *
 * @param generalist a Sequential that ends in a dense layer of logits; not changed, and nothing is shared with it
 * @param classes class numbers of the specialist, as from `clusterClasses`
 * @param dataset a labelled dataset; examples without a label (−1) are ignored
 * @throws ArgumentError when an option is out of range, the class set is invalid, there are no examples of its classes
 * or none of others, or the generalist has another form
 * @throws Error when the loss stops being finite, or tfjs has no gradients registered
 * @see Hinton, Vinyals and Dean (2015), section 5.2 for sampling and correction, 6.1 for the targets
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { createMlp, predictSpecialistProbs, trainClassifier, trainSpecialist } from "@dark-knowledge/training";
 *
 * const { train, test } = generatedDigits({ trainSize: 300, testSize: 100, seed: 1 });
 * const generalist = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [8], classCount: 10, seed: 1 });
 * await trainClassifier(generalist, train, { epochs: 3, seed: 1, batchSize: 32 });
 *
 * const validation = { size: 60, seed: 1 };
 * const trained = await trainSpecialist(generalist, [4, 9], train, { epochs: 2, temperature: 1, validation, seed: 1 });
 * trained.specialist.classes; // => [4, 9]
 * // 48 examples of fours and nines in training, 192 of others, of which an epoch has 48.
 * trained.oversampling; // => 4
 *
 * const { rows, columns } = await predictSpecialistProbs(trained, test);
 * [rows, columns]; // => [100, 3]
 * ```
 */
export async function trainSpecialist(
  generalist: LayersModel,
  classes: ArrayLike<number>,
  dataset: Dataset,
  options: TrainSpecialistOptions,
): Promise<TrainedSpecialist> {
  assertOptions<TrainSpecialistOptions>(NAME, options, OPTIONS, ADVICE);
  const { seed, temperature, patience = 3, softmax = "dustbin", ownTargets, restTargets, ...shared } = options;
  assertInteger(NAME, "patience", patience, { min: 1 });
  assertNumber(NAME, "temperature", temperature, { above: 0, float32: true });
  assertOneOf(NAME, "softmax", softmax, ["dustbin", "full"]);
  const own = ownTargets ?? { hardWeight: 1, softWeight: 0 };
  const rest = restTargets ?? { hardWeight: 0, softWeight: 1 };
  assertWeights(own, rest);
  assertArguments(classes, options);
  assertDataset(NAME, "dataset", dataset);
  assertNoWeights(NAME, "dataset", dataset);
  const { training, validation } = trainingSets(NAME, "dataset", dataset, options.validation, ["classes"]);
  const { labels, classNames } = classTargets(NAME, "dataset", dataset);
  assertTrainingOptions(NAME, training, options);
  const specialist = { classes: Int32Array.from(classes), classCount: classNames.length };
  const kind = specialistSoftmax(softmax, specialist);
  const { rows } = training;
  const sampler = createSpecialistSampler(labels, specialist, { rows, seed: deriveSeed(seed, "specialist rows") });
  const { oversampling } = sampler;
  const model = await createSpecialistModel(NAME, generalist, specialist, {
    examples: someOf(training, generalist, seed),
    oversampling,
    softmax,
  });
  const optimizer = options.optimizer ?? sgd({ learningRate: cosineDecay(0.01), momentum: 0.9 });
  try {
    const taught = kind.outputs(training);
    const examplesOf = (epoch: number) => ({ ...taught, rows: sampler.rows(epoch) });
    const first = examplesOf(0);
    const sets = { task: taskOf(NAME, "dataset", first), training: first, validation: kind.outputs(validation!) };
    const run = await prepareRun(NAME, "specialist", model, sets, {
      ...shared,
      ...{ seed: deriveSeed(seed, "specialist training"), optimizer, validation: sets.validation },
      earlyStopping: { patience },
    });
    const softTargets = async () => {
      const passes = options.signal ? { signal: options.signal } : {};
      const answers = await collectLogits(NAME, "generalist", generalist, training, passes);
      return kind.softTargets(answers.data, training, { temperature, oversampling });
    };
    const teacher = await fingerprintWeights(generalist.weights.map((weight) => weight.read()));
    const { epochs, bestEpoch } = await runTraining(run, {
      ...specialistObjective(taught, { temperature, own, rest, isOwn: kind.isOwn, softTargets }),
      examplesOf,
      validate: () => validateSpecialist(NAME, model, validation!, { specialist, kind, oversampling }),
      settings: () => ({
        ...{ softmax, temperature, teacher: teacher.slice(0, 16), classes: specialist.classes.join(", ") },
        ownTargets: Object.values(own).join(", "),
        restTargets: Object.values(rest).join(", "),
      }),
    });
    return { specialist, model, softmax, oversampling, epochs, bestEpoch: bestEpoch! };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    if (options.optimizer === undefined) optimizer.dispose();
  }
}

const NAME = "trainSpecialist";

const OPTIONS: OptionNames<TrainSpecialistOptions> = {
  epochs: true,
  seed: true,
  batchSize: true,
  dropRemainder: true,
  optimizer: true,
  maxNorm: true,
  callbacks: true,
  signal: true,
  onWarning: true,
  checkpoints: true,
  temperature: true,
  validation: true,
  patience: true,
  ownTargets: true,
  restTargets: true,
  softmax: true,
};

function assertArguments(classes: ArrayLike<number>, { validation }: TrainSpecialistOptions): void {
  const fail = (argument: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ functionName: NAME, argument, expected, received: formatValue(received), code: "dtype" });
  };
  if (typeof classes?.length !== "number") fail("classes", "must be a list of class numbers", classes);
  if (typeof validation !== "object") fail("validation", "must be a dataset, or its size and seed", validation);
}

function assertWeights(own: TargetWeights, rest: TargetWeights): void {
  for (const [name, weights] of Object.entries({ ownTargets: own, restTargets: rest })) {
    assertOptions<TargetWeights>(NAME, weights, { hardWeight: true, softWeight: true }, {}, name);
    assertNumber(NAME, `${name}.hardWeight`, weights.hardWeight, { min: 0, float32: true });
    assertNumber(NAME, `${name}.softWeight`, weights.softWeight, { min: 0, float32: true });
  }
  if (own.hardWeight + own.softWeight + rest.hardWeight + rest.softWeight > 0) return;
  throw new ArgumentError({
    functionName: NAME,
    argument: "ownTargets and restTargets",
    expected: "must have a weight above 0, so that there is something to learn",
    received: "0",
    code: "range",
  });
}

/** As many examples as the dustbin's column needs to be found. */
function someOf(training: Dataset, generalist: LayersModel, seed: number): Dataset {
  const size = datasetSize(training);
  const inputs = generalist.weights.at(-2)?.shape[0] ?? 0;
  const wanted = Math.min(size, Math.max(FEWEST_FEATURE_ROWS, FEATURE_ROWS_PER_UNIT * inputs));
  return selectRows(
    training,
    createRandom(deriveSeed(seed, "output layer rows")).permutation(size).subarray(0, wanted),
  );
}
