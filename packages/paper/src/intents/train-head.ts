import { labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits, predictLogits, trainClassifier } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildNet } from "../nets/build-net.ts";
import { figuresOf, type MeasuredNet } from "../nets/figures-of.ts";
import type { LabelledShare } from "../nets/internal/keep-labels.ts";
import { writeMatrix } from "../nets/internal/matrix-file.ts";
import { recordLogits } from "../nets/internal/record-logits.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import { ANSWERS_FOLDER, TEST_LOGITS } from "../nets/internal/stage-files.ts";
import type { NetSpec } from "../nets/net-spec.ts";
import { netTrainingOptions } from "../nets/net-training-options.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import { embeddedData } from "./internal/embedded-data.ts";

/** Input of {@link trainHead}. The needed stage holds the vectors. */
export interface TrainHeadInput {
  /** The candidates. */
  readonly heads: readonly NetSpec[];
  readonly seed: number;
  readonly labelled: LabelledShare;
}

/** Result of {@link trainHead}. */
export interface TrainedHead extends MeasuredNet {
  /** The position of the chosen candidate. */
  readonly chosen: number;
  /** The errors of each candidate on the validation set. */
  readonly validationErrors: readonly number[];
  readonly parameters: number;
  readonly transferSize: number;
}

type Context = TaskContext<StageShared, TrainingEvent>;

/**
 * Trains the candidates for the head of a sentence encoder on the labelled sentences, and keeps the answers of the one with the fewest
 * errors on the validation set: as soft targets for all sentences, and for the test set.
 */
export const trainHead: Task<TrainHeadInput, TrainedHead, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "intents/train-head", version: 1 },
  async ({ heads, seed, labelled }: TrainHeadInput, context: Context): Promise<TrainedHead> => {
    const { shared, directory, needs, signal, emit } = context;
    await selectTaskBackend(shared);
    const { training, choosing, test, outside } = await embeddedData(shared, needs);
    const labelledOnes = transferSetOf(training, { labelled });
    const validationErrors: number[] = [];
    const trained: LayersModel[] = [];
    try {
      for (const head of heads) {
        const model = await buildNet(head, training, seed);
        trained.push(model);
        const options = netTrainingOptions(head, seed, { model, training: labelledOnes, emit, signal });
        await trainClassifier(model, labelledOnes, options).finally(() => options.optimizer.dispose());
        const { errors } = evaluateLogits(await predictLogits(model, choosing, { signal }), labelsOf(choosing));
        validationErrors.push(errors);
      }
      const chosen = validationErrors.indexOf(Math.min(...validationErrors));
      const model = trained[chosen]!;
      const answers = (view: typeof training) => predictLogits(model, view, { signal });
      await recordLogits(await answers(training), training, `${directory}/${ANSWERS_FOLDER}`);
      const logits = await answers(test);
      await writeMatrix(directory, TEST_LOGITS, logits);
      return {
        ...figuresOf(logits, test, await answers(outside)),
        ...{ chosen, validationErrors, parameters: model.countParams() },
        transferSize: labelsOf(labelledOnes).filter((label) => label >= 0).length,
      };
    } finally {
      for (const model of trained) model.dispose();
    }
  },
);
