import {
  ArgumentError,
  assertFields,
  assertInteger,
  assertOptions,
  deriveSeed,
  formatValue,
  type OptionNames,
} from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Checkpoints } from "./checkpoints.ts";
import type { ClassWeights } from "./class-weights.ts";
import { assertOptimizer } from "./internal/assert-optimizer.ts";
import { ADVICE, TRAINING_OPTIONS } from "./internal/option-names.ts";
import { assertTrainingOptions } from "./internal/prepare-run.ts";
import { isLayersModel } from "./internal/resolve-classifier.ts";
import { CLASSIFICATION } from "./internal/task.ts";
import { trainingSets } from "./internal/training-sets.ts";
import type { Optimizer } from "./optimizer.ts";
import { trainClassifier } from "./train-classifier.ts";
import type { TrainingHistory } from "./training-history.ts";
import type { TrainingOptions } from "./training-options.ts";

/** Options of {@link trainMembers}. */
export interface TrainMembersOptions extends Omit<TrainingOptions, "optimizer" | "variables" | "plan" | "checkpoints"> {
  /** The number of members. */
  readonly members: number;
  /** As in {@link trainClassifier}. */
  readonly classWeights?: ClassWeights;
  /**
   * Makes the optimizer of one member. It is disposed of afterwards. Default: the default of {@link trainClassifier}.
   */
  readonly createOptimizer?: () => Optimizer;
  /**
   * Opens the checkpoints of one member; they are closed afterwards. Members that were finished come from their last
   * checkpoint, so the same loop resumes where it was interrupted.
   */
  readonly openCheckpoints?: (index: number) => Promise<Checkpoints>;
}

/** A trained member, which the caller owns. */
export interface TrainedMember {
  /** Counted from 0. */
  readonly index: number;
  /** The seed of its initial weights, the order of its examples, its jitter and its dropout. */
  readonly seed: number;
  readonly model: LayersModel;
  readonly history: TrainingHistory;
}

/**
 * Trains the members of an ensemble, which differ only by their seed, `deriveSeed(options.seed, "member", index)`.
 *
 * A member is trained when the loop asks for it, so that it can be saved and disposed of before the next one starts,
 * and a loop that ends early leaves no partly trained member. Each is the result of {@link trainClassifier} on
 * `create(seed)` with the same seed, whatever the number of members.
 *
 * @param create makes the untrained model from its seed
 * @throws ArgumentError when `members` is not a positive integer, or as in {@link trainClassifier}
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createEnsemble } from "@dark-knowledge/ensemble";
 * import { createMlp, evaluate, trainMembers } from "@dark-knowledge/training";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1, 0.8, 0, 0.1, 0.9),
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const create = (seed: number) => createMlp({ exampleShape: [2], hiddenUnits: [4], classCount: 2, seed });
 * const models = [];
 * for await (const { model } of trainMembers(create, dataset, { members: 3, epochs: 20, seed: 1, batchSize: 4 })) {
 *   models.push(model);
 * }
 * const ensemble = createEnsemble(models, { mean: "geometric", order: "average-then-soften", temperature: 1 });
 * (await evaluate(ensemble, dataset)).errors; // => 0
 * ```
 */
export async function* trainMembers(
  create: (seed: number) => LayersModel,
  dataset: Dataset,
  options: TrainMembersOptions,
): AsyncGenerator<TrainedMember, void, undefined> {
  assertOptions<TrainMembersOptions>(NAME, options, OPTIONS, ADVICE);
  const { members, createOptimizer, openCheckpoints, ...shared } = options;
  assertFields(
    NAME,
    { create, ...options },
    { create: "function", createOptimizer: "function?", openCheckpoints: "function?" },
  );
  assertInteger(NAME, "members", members, { min: 1 });
  const sets = trainingSets(NAME, "dataset", dataset, shared.validation, CLASSIFICATION);
  assertTrainingOptions(NAME, sets.training, shared);
  for (let index = 0; index < members; index++) {
    const seed = deriveSeed(options.seed, "member", index);
    const model = create(seed);
    assertModel(model);
    let optimizer: Optimizer | undefined;
    let checkpoints: Checkpoints | undefined;
    let history: TrainingHistory;
    try {
      optimizer = createOptimizer && made(createOptimizer());
      checkpoints = await openCheckpoints?.(index);
      history = await trainClassifier(model, dataset, {
        ...shared,
        seed,
        ...(optimizer ? { optimizer } : {}),
        ...(checkpoints ? { checkpoints } : {}),
      });
    } catch (error) {
      model.dispose();
      throw error;
    } finally {
      optimizer?.dispose();
      await checkpoints?.close?.();
    }
    yield { index, seed, model, history };
  }
}

/** Checks what `createOptimizer` returned: only an optimizer can be disposed of. */
function made(optimizer: unknown): Optimizer {
  assertOptimizer(NAME, optimizer);
  return optimizer;
}

/** There is nothing to dispose of but a model. */
function assertModel(model: unknown): void {
  if (isLayersModel(model)) return;
  const expected = "must return a LayersModel";
  throw new ArgumentError({
    functionName: NAME,
    argument: "create",
    expected,
    received: formatValue(model),
    code: "dtype",
  });
}

const NAME = "trainMembers";

const {
  optimizer: _optimizer,
  variables: _variables,
  plan: _plan,
  checkpoints: _checkpoints,
  ...OF_ALL_MEMBERS
} = TRAINING_OPTIONS;

const OPTIONS: OptionNames<TrainMembersOptions> = {
  ...OF_ALL_MEMBERS,
  classWeights: true,
  members: true,
  createOptimizer: true,
  openCheckpoints: true,
};
