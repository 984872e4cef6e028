import { join } from "node:path";
import { deriveSeed } from "@dark-knowledge/core";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import {
  cosineDecay,
  predictSpecialistProbs,
  type SpecialistSoftmaxName,
  sgd,
  trainSpecialist,
} from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { writeMatrix } from "../nets/internal/matrix-file.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../nets/internal/stage-files.ts";
import { withCheckpoints } from "../nets/internal/train-with-checkpoints.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import { reportTraining, type TrainingEvent } from "../nets/training-event.ts";
import { ASKED_SETS } from "./internal/asked-sets.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";
import type { GeneralistResult } from "./train-generalist.ts";

/** Input of one specialist. It needs the generalist's stage. */
export interface SpecialistInput {
  readonly softmax: SpecialistSoftmaxName;
  /** The seed of the run. */
  readonly seed: number;
  /** The index of the generalist's set of classes. */
  readonly index: number;
  readonly settings: Omit<SpecialistsSpec["specialists"], "clusters" | "size">;
  readonly batchSize: number;
  readonly momentum: number;
}

/** Result of a specialist. Its folder has its probabilities, `[examples, its classes + 1]`, the dustbin last. */
export interface SpecialistResult {
  readonly oversampling: number;
  readonly epochs: number;
  /** Counted from 1; 0 where no epoch was better than the start. */
  readonly bestEpoch: number;
  /** Training examples seen, as passes over the training set. */
  readonly passes: number;
}

/** Trains one specialist and records its answers. */
export const trainSpecialistNet: Task<SpecialistInput, SpecialistResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "specialists/specialist", version: 1 },
  async (
    { softmax, seed, index, settings, batchSize, momentum }: SpecialistInput,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<SpecialistResult> => {
    const { shared, directory, needs, emit, signal } = context;
    const { training, validation } = shared;
    await selectTaskBackend(shared);
    const { epochs, learningRate, patience, temperature, restTargets } = settings;
    const [need] = Object.values(needs);
    const classes = (need!.result as GeneralistResult).sets[index]!;
    const optimizer = sgd({ learningRate: cosineDecay(learningRate), momentum });
    const generalist = await loadModel(join(need!.directory, MODEL_FOLDER));
    let perEpoch = 0;
    const callbacks = reportTraining(epochs, (event) => {
      if (event.kind === "begin") perEpoch = event.total / epochs;
      emit(event);
    });
    try {
      const trained = await withCheckpoints(context, (checkpoints) =>
        trainSpecialist(generalist, classes, training, {
          ...{ epochs, batchSize, optimizer, patience, temperature, softmax, validation: validation!, signal },
          seed: deriveSeed(seed, "specialist", index),
          // Section 6.1 is about soft targets: without them, nothing of what the generalist knows about other classes
          // is left.
          ...(restTargets === "hard" && softmax === "dustbin" ? { restTargets: { hardWeight: 1, softWeight: 0 } } : {}),
          ...{ callbacks, checkpoints },
        }),
      );
      try {
        for (const name of ASKED_SETS) {
          // One net is distilled from the answers of specialists with a dustbin to the training set; the others do not
          // answer it.
          if (name === "training" && softmax === "full") continue;
          await writeMatrix(directory, name, await predictSpecialistProbs(trained, shared[name]!, { signal }));
        }
        const { oversampling, bestEpoch } = trained;
        const passes = (trained.epochs.length * perEpoch) / training.rows.length;
        return { oversampling, epochs: trained.epochs.length, bestEpoch: bestEpoch + 1, passes };
      } finally {
        trained.model.dispose();
      }
    } finally {
      generalist.dispose();
      optimizer.dispose();
    }
  },
);
