import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOneOf,
  assertOptions,
  createMatrix,
  createRandom,
  deriveSeed,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import { type Dataset, datasetSize, labelsOf, selectRows } from "@dark-knowledge/datasets";
import { correctDustbinLogits, createSpecialistSampler } from "@dark-knowledge/specialists";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Logs } from "./callbacks.ts";
import { evaluateLogits } from "./evaluate-logits.ts";
import { classTargets } from "./internal/class-targets.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { continuedOptimizer } from "./internal/continued-optimizer.ts";
import { createSpecialistModel, readWeights, writeWeights } from "./internal/create-specialist-model.ts";
import { dustbinDataset } from "./internal/dustbin-dataset.ts";
import { ADVICE } from "./internal/option-names.ts";
import { assertTrainingOptions, prepareRun } from "./internal/prepare-run.ts";
import { runTraining } from "./internal/run-training.ts";
import { specialistObjective } from "./internal/specialist-objective.ts";
import { specialistSoftmax } from "./internal/specialist-softmax.ts";
import { trainingSets } from "./internal/training-sets.ts";
import { cosineDecay } from "./schedule.ts";
import { sgd } from "./sgd.ts";
import type { SpecialistModel, SpecialistSoftmaxName } from "./specialist-model.ts";
import type { TargetWeights } from "./target-weights.ts";
import type { EpochSummary } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link trainSpecialist}. */
export interface TrainSpecialistOptions
  extends Pick<TrainingOptions, "seed" | "batchSize" | "optimizer" | "maxNorm" | "callbacks" | "signal"> {
  /**
   * The most epochs. One has every example of the specialist's classes once, and as many others.
   */
  readonly epochs: number;
  /**
   * Of both softmaxes in the soft term. No default. At 1 the soft targets are what the generalist says. Above, the dustbin's logit,
   * `T log Σ exp(v_j / T)` over all other classes, is larger than at 1, so that the specialist's answer, which is read at 1, gives the
   * dustbin too much.
   */
  readonly temperature: number;
  /**
   * What decides when to stop, or the size and seed of a set to split off. Labelled, with all classes at natural frequencies.
   * Never the test set.
   */
  readonly validation: Dataset | { readonly size: number; readonly seed: number };
  /** How many epochs without a better validation likelihood are waited for; 3 when left out. */
  readonly patience?: number;
  /** What the examples of the specialist's own classes teach: their labels, when left out. */
  readonly ownTargets?: TargetWeights;
  /** What the other examples teach: the generalist's soft targets, when left out; the paper's section 5 has labels. */
  readonly restTargets?: TargetWeights;
  /** Whether it has a dustbin, `"dustbin"` when left out, or keeps all classes of the generalist, `"full"`. */
  readonly softmax?: SpecialistSoftmaxName;
}

/** What {@link trainSpecialist} returns. The model is the caller's. */
export interface TrainedSpecialist extends SpecialistModel {
  /**
   * After each epoch the means of `total`, `hard` and `soft` (both unweighted) over its examples, and how well the corrected
   * answer does on the validation set, the dustbin being one class.
   */
  readonly epochs: readonly EpochSummary[];
  /** The epoch after which the weights were best, which they were put back to; −1 for the start. */
  readonly bestEpoch: number;
}

const FEWEST_FEATURE_ROWS = 2000;
const FEATURE_ROWS_PER_UNIT = 8;

/**
 * Trains a specialist: a net for a few classes that a generalist confuses, and a dustbin for all others.
 *
 * It starts as a copy of the generalist, with the output layer of `specialistOutputLayer`. Half of the examples of every
 * epoch are of its classes, half are drawn from the rest (`createSpecialistSampler`). The loss of an example is
 * `hardWeight · CE(label, softmax(z)) + softWeight · T² · CE(softmax(v/T), softmax(z/T))`, with labels as positions in the class
 * set, and v the generalist's logits, its other classes merged and at the frequencies of the sample (`dustbinLogits`).
 * The two weights are those of `ownTargets` for examples of the specialist's classes and of `restTargets` for others. As they are
 * by default labels teach about the former and soft targets about the latter, which keeps what the generalist knows.
 *
 * With `softmax: "full"` it is a copy of the generalist with all its classes, as section 6.1 has it. Labels are the generalist's, and
 * the soft target of an example is what the generalist says *among the classes of its side*: the specialist's, or all others. So the
 * best answer is the posterior at the frequencies of the sample, where the odds of the specialist's classes are `oversampling` times
 * as high; docs/specialists.md derives it. `predictSpecialistProbs` undoes that.
 *
 * After each epoch the corrected answer's likelihood on the validation set decides whether these are the best weights so far;
 * they are put back at the end, the start's where no epoch was better.
 *
 * @param generalist a Sequential that ends in a dense layer of logits; not changed, and nothing is shared with it
 * @param classes class numbers of the specialist, as from `clusterClasses`
 * @param dataset labelled; examples without a label (−1) are left out
 * @throws ArgumentError when an option is out of range, the class set is none, there are no examples of its classes or none of
 *   others, or the generalist is of another form
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
  const { epochs, seed, temperature, patience = 3, softmax = "dustbin", signal } = options;
  assertInteger(NAME, "patience", patience, { min: 1 });
  assertNumber(NAME, "temperature", temperature, { above: 0 });
  assertOneOf(NAME, "softmax", softmax, ["dustbin", "full"]);
  const weights = {
    own: checkedWeights("ownTargets", options.ownTargets ?? { hardWeight: 1, softWeight: 0 }),
    rest: checkedWeights("restTargets", options.restTargets ?? { hardWeight: 0, softWeight: 1 }),
  };
  assertArguments(classes, options);
  const { labels, classNames } = classTargets(NAME, "dataset", dataset);
  const { training, validation } = trainingSets(NAME, "dataset", dataset, options.validation);
  assertTrainingOptions(NAME, training, options);
  const specialist = { classes: Int32Array.from(classes), classCount: classNames.length };
  const { outputs, isOwn, softTargets, merge } = specialistSoftmax(softmax, specialist);
  const { rows } = training;
  const sampler = createSpecialistSampler(labels, specialist, { rows, seed: deriveSeed(seed, 0) });
  const { oversampling } = sampler;

  const passes = signal ? { signal } : {};
  const answers = await collectLogits(NAME, "generalist", generalist, training, passes);
  const model = await createSpecialistModel(NAME, generalist, specialist, {
    examples: someOf(training, generalist, deriveSeed(seed, 1)),
    oversampling,
    softmax,
  });
  const optimizer = options.optimizer ?? sgd({ learningRate: cosineDecay(0.01), momentum: 0.9 });
  const taught = outputs(training);
  const teacher = softTargets(answers.data, training, { temperature, oversampling });
  const objective = specialistObjective(taught, teacher, { ...weights, temperature, isOwn });
  const judged = dustbinDataset(validation!, specialist);
  const listeners = [options.callbacks ?? []].flat();

  /** How well the corrected answers do at natural frequencies. */
  async function validate(): Promise<Validation> {
    const { rows, data } = await collectLogits(NAME, "validation", model, outputs(validation!), passes);
    const corrected = correctDustbinLogits(merge(data), specialist, { oversampling });
    const answer = createMatrix(rows, specialist.classes.length + 1, corrected);
    const { size, errors, accuracy, nll } = evaluateLogits(answer, labelsOf(judged));
    return { size, errors, accuracy, nll };
  }

  async function trainEpoch(epoch: number): Promise<EpochSummary> {
    let logs: Logs = {};
    for (const listener of listeners) await listener.onEpochBegin?.(epoch, {});
    const sets = { training: { ...taught, rows: sampler.rows(epoch) } };
    const run = await prepareRun(NAME, "generalist", model, sets, {
      ...options,
      epochs: 1,
      seed: deriveSeed(seed, 2, epoch),
      optimizer: continuedOptimizer(optimizer, { epoch, epochs }),
      callbacks: [
        ...listeners.map((listener) => ({
          onBatchEnd: (batch: number, logs: Logs) => listener.onBatchEnd?.(batch, logs),
        })),
        {
          onEpochEnd: (_epoch, ended) => {
            logs = ended;
          },
        },
      ],
    });
    const { epochs: summaries } = await runTraining(run, objective);
    const found = await validate();
    const { errors: valErrors, accuracy: valAccuracy, nll: valNll } = found;
    for (const listener of listeners) await listener.onEpochEnd?.(epoch, { ...logs, valErrors, valAccuracy, valNll });
    return { ...summaries[0]!, epoch, validation: found };
  }

  const done: EpochSummary[] = [];
  let best = { epoch: -1, nll: Infinity, weights: [] as Float32Array[] };
  try {
    const examples = sampler.ownCount + sampler.restCount;
    for (const listener of listeners) await listener.onTrainBegin?.({ epochs, examples });
    best = { epoch: -1, nll: (await validate()).nll, weights: await readWeights(model) };
    for (let epoch = 0; epoch < epochs && epoch - best.epoch <= patience; epoch++) {
      const summary = await trainEpoch(epoch);
      done.push(summary);
      const { nll } = summary.validation!;
      if (nll < best.nll) best = { epoch, nll, weights: await readWeights(model) };
    }
    writeWeights(model, best.weights);
    for (const listener of listeners) await listener.onTrainEnd?.({});
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    if (options.optimizer === undefined) optimizer.dispose();
  }
  return { specialist, model, softmax, oversampling, epochs: done, bestEpoch: best.epoch };
}

const NAME = "trainSpecialist";

const OPTIONS: OptionNames<TrainSpecialistOptions> = {
  epochs: true,
  seed: true,
  batchSize: true,
  optimizer: true,
  maxNorm: true,
  callbacks: true,
  signal: true,
  temperature: true,
  validation: true,
  patience: true,
  ownTargets: true,
  restTargets: true,
  softmax: true,
};

type Validation = NonNullable<EpochSummary["validation"]>;

function assertArguments(classes: ArrayLike<number>, { validation }: TrainSpecialistOptions): void {
  const fail = (argument: string, expected: string, received: unknown): never => {
    throw new ArgumentError({ functionName: NAME, argument, expected, received: formatValue(received), code: "dtype" });
  };
  if (typeof classes?.length !== "number") fail("classes", "must be a list of class numbers", classes);
  if (typeof validation !== "object") fail("validation", "must be a dataset, or its size and seed", validation);
}

function checkedWeights(argument: string, weights: TargetWeights): TargetWeights {
  assertNumber(NAME, `${argument}.hardWeight`, weights.hardWeight, { min: 0 });
  assertNumber(NAME, `${argument}.softWeight`, weights.softWeight, { min: 0 });
  return weights;
}

/** As many examples as the dustbin's column needs to be found. */
function someOf(training: Dataset, generalist: LayersModel, seed: number): Dataset {
  const size = datasetSize(training);
  const inputs = generalist.weights.at(-2)?.shape[0] ?? 0;
  const wanted = Math.min(size, Math.max(FEWEST_FEATURE_ROWS, FEATURE_ROWS_PER_UNIT * inputs));
  return selectRows(training, createRandom(seed).permutation(size).subarray(0, wanted));
}
