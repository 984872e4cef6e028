import { assertGradientsRegistered } from "@dark-knowledge/backend";
import { ArgumentError, assertInteger, assertNumber, formatValue, SMALLEST_PROB } from "@dark-knowledge/core";
import { batchCount, batches, type Dataset, datasetSize, firstExamples, readBatches } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { Checkpoints } from "../checkpoints.ts";
import type { Classifier, LogitsFunction, TeacherFunction } from "../classifier.ts";
import { cosineDecay } from "../schedule.ts";
import { sgd } from "../sgd.ts";
import type { TrainingOptions } from "../training-options.ts";
import { ask, isPromise } from "./ask.ts";
import { assertLogits } from "./assert-logits.ts";
import { assertOptimizer } from "./assert-optimizer.ts";
import { assertPlan } from "./assert-plan.ts";
import { assertVariables } from "./assert-variables.ts";
import { assertWatching } from "./assert-watching.ts";
import { figuresOf } from "./figures.ts";
import { pointAt } from "./point-at.ts";
import { readLogits } from "./read-logits.ts";
import { type ResolvedClassifier, resolveClassifier } from "./resolve-classifier.ts";
import type { Run } from "./run.ts";
import { assertSaveable } from "./saved-weights.ts";
import { isOneChoice, type Task } from "./task.ts";
import type { TrainingSets } from "./training-sets.ts";

/** Checks a student, the sets and the options of a run; `argument` is what the function calls the student. */
export async function prepareRun(
  functionName: string,
  argument: string,
  student: Classifier,
  sets: TrainingSets,
  options: TrainingOptions,
): Promise<Run> {
  assertGradientsRegistered(functionName);
  assertTrainingOptions(functionName, sets.training, options);
  const { batchSize = 128, dropRemainder = false, maxNorm, callbacks = [] } = options;
  const { undoSoftmax = false } = options;
  const resolved = resolveClassifier(functionName, argument, student, sets.training, undoSoftmax);
  const variables = options.variables ?? resolved.variables;
  assertVariables(functionName, "variables", variables);
  assertPlan(functionName, options, variables);
  const weights = [...new Set([...(resolved.weights as readonly tf.Variable[]), ...variables])];
  const figures = figuresOf(sets.task, options.metrics);
  const best = assertWatching(functionName, sets.task, sets.validation, figures, options);
  if (best !== undefined) assertSaveable(functionName, argument, weights);
  const givesProbs = await probe(functionName, argument, resolved, sets, undoSoftmax);
  const run: Run = {
    ...sets,
    functionName,
    student,
    argument,
    resolved: givesProbs ? { ...resolved, forward: logitsOf(sets.task, resolved.forward as LogitsFunction) } : resolved,
    weights,
    names: new Map(weights.map((weight) => [weight, resolved.names.get(weight) ?? nameOf(weight, variables)])),
    variables,
    untrained: weights.filter((weight) => !variables.includes(weight)),
    // The softmax layer stays free, as in the paper's reference for weight constraints.
    constrained: maxNorm === undefined ? [] : variables.filter(({ rank }) => rank >= 2).slice(0, -1),
    optimizer: options.optimizer ?? sgd({ learningRate: cosineDecay(0.1), momentum: 0.9 }),
    batchSize,
    lastBatchSize: dropRemainder ? batchSize : ((datasetSize(sets.training) - 1) % batchSize) + 1,
    stepsPerEpoch: batchCount(sets.training, { batchSize, dropRemainder }),
    callbacks: [callbacks].flat(),
    figures,
    best,
    options,
  };
  // A schedule may need figures that the run does not have.
  run.optimizer.learningRate(pointAt(run, 0));
  return run;
}

/** The name of a function's variable: tfjs numbers those without one through the whole process. */
function nameOf(weight: tf.Variable, variables: readonly tf.Variable[]): string {
  return /^\d+$/.test(weight.name) ? `variables[${variables.indexOf(weight)}]` : weight.name;
}

const PROBED = 8;

/** Lets the student answer a few examples: what a function gives is known only when it is called. Says whether it is probabilities. */
async function probe(
  functionName: string,
  argument: string,
  { forward }: ResolvedClassifier,
  { task, training }: TrainingSets,
  undoSoftmax: boolean,
): Promise<boolean> {
  const atOnce: TeacherFunction = (features, context) => {
    const logits = forward(features, context);
    if (!isPromise(logits)) return logits;
    const expected = "must give its logits at once to be trained";
    throw new ArgumentError({ functionName, argument, expected, received: "a promise", code: "dtype" });
  };
  const [batch] = batches(firstExamples(training, PROBED), { batchSize: PROBED, order: "stored" });
  const values = await readLogits(functionName, argument, await ask(atOnce, batch!), task, batch!);
  return assertLogits(functionName, argument, values, task, undoSoftmax);
}

/** The logits of a function that gives probabilities. */
function logitsOf(task: Task, forward: LogitsFunction): LogitsFunction {
  const log = (probs: tf.Tensor) => tf.log(tf.maximum(probs, SMALLEST_PROB));
  if (isOneChoice(task)) return (features, context) => log(forward(features, context));
  return (features, context) => {
    const probs = forward(features, context);
    return tf.sub(log(probs), log(tf.sub(1, probs)));
  };
}

/** The checks of {@link prepareRun} for which no student is needed. */
export function assertTrainingOptions(functionName: string, training: Dataset, options: TrainingOptions): void {
  const {
    epochs,
    seed,
    batchSize = 128,
    dropRemainder,
    jitter = 0,
    augment = [],
    maxNorm,
    optimizer,
    checkpoints,
  } = options;
  assertInteger(functionName, "epochs", epochs, { min: 1 });
  assertInteger(functionName, "seed", seed, { min: 0 });
  assertInteger(functionName, "batchSize", batchSize, { min: 1 });
  if (dropRemainder) assertInteger(functionName, "batchSize", batchSize, { max: datasetSize(training) });
  assertInteger(functionName, "jitter", jitter, { min: 0 });
  if (maxNorm !== undefined) assertNumber(functionName, "maxNorm", maxNorm, { above: 0, float32: true });
  if (optimizer !== undefined) assertOptimizer(functionName, optimizer);
  if (checkpoints !== undefined) assertCheckpoints(functionName, checkpoints);
  // Whether examples of this shape can be jittered and augmented is for the data set to say.
  readBatches(training, { batchSize, seed, epoch: 0, jitter, augment });
}

function assertCheckpoints(functionName: string, checkpoints: Checkpoints): void {
  const { latest, save, everySteps } = checkpoints as Partial<Checkpoints>;
  if (typeof latest !== "function" || typeof save !== "function") {
    throw new ArgumentError({
      functionName,
      argument: "checkpoints",
      expected: "must be checkpoints, such as openCheckpoints opens them",
      received: formatValue(checkpoints),
      code: "dtype",
    });
  }
  if (everySteps !== undefined) assertInteger(functionName, "checkpoints.everySteps", everySteps, { min: 1 });
}
