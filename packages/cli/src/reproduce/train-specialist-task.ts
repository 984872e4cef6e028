import type { Matrix } from "@dark-knowledge/core";
import {
  cosineDecay,
  predictSpecialistProbs,
  type SpecialistSoftmaxName,
  sgd,
  trainSpecialist,
} from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { selectTaskBackend, type TaskBackend } from "../select-task-backend.ts";
import { reportTraining, type TrainingEvent } from "../training-events.ts";
import type { SpecialistsData } from "./load-specialists-data.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** One specialist to be trained and asked. Plain data, so that it can go to a worker. */
export interface SpecialistTask extends TaskBackend {
  /** Where the generalist's model lies. */
  readonly generalist: string;
  readonly classes: Int32Array;
  readonly softmax: SpecialistSoftmaxName;
  readonly seed: number;
  readonly spec: SpecialistsSpec;
  readonly data: SpecialistsData;
  /** The sets to which its answers are wanted. */
  readonly asked: readonly (keyof SpecialistsData)[];
}

/** What a specialist came to. */
export interface SpecialistResult {
  readonly classes: Int32Array;
  readonly oversampling: number;
  readonly epochs: number;
  /** Counted from 1; 0 where no epoch was better than the start. */
  readonly bestEpoch: number;
  /** Training examples seen. */
  readonly seen: number;
  readonly seconds: number;
  /** For each set that was asked `[examples, its classes + 1]`, the dustbin last. */
  readonly probs: Readonly<Partial<Record<keyof SpecialistsData, Matrix<Float32Array>>>>;
}

/** Trains one specialist and answers with it. The backend is chosen in the process that this runs in. */
export async function run(
  task: SpecialistTask,
  onEvent: (event: TrainingEvent) => void,
  signal?: AbortSignal,
): Promise<SpecialistResult> {
  const { classes, softmax, seed, spec, data, asked } = task;
  await selectTaskBackend(task);
  const { epochs, learningRate, patience, temperature, restTargets } = spec.specialists;
  const { batchSize, momentum } = spec.generalist;
  const optimizer = sgd({ learningRate: cosineDecay(learningRate), momentum });
  const generalist = await loadModel(task.generalist);
  let seen = 0;
  const started = performance.now();
  try {
    const trained = await trainSpecialist(generalist, classes, data.training, {
      ...{ epochs, batchSize, optimizer, patience, temperature, softmax, seed, validation: data.validation },
      // Section 6.1 is about soft targets: without them nothing is left of what the generalist knows of the others.
      ...(restTargets === "hard" && softmax === "dustbin" ? { restTargets: { hardWeight: 1, softWeight: 0 } } : {}),
      ...(signal === undefined ? {} : { signal }),
      callbacks: reportTraining(epochs, (event) => {
        if (event.kind === "step") seen = event.done;
        onEvent(event);
      }),
    });
    const seconds = (performance.now() - started) / 1000;
    try {
      const { oversampling, epochs: done, bestEpoch } = trained;
      const probs: { -readonly [Key in keyof SpecialistsData]?: Matrix<Float32Array> } = {};
      for (const set of asked) {
        probs[set] = await predictSpecialistProbs(trained, data[set], signal === undefined ? {} : { signal });
      }
      return { classes, oversampling, epochs: done.length, bestEpoch: bestEpoch + 1, seen, seconds, probs };
    } finally {
      trained.model.dispose();
    }
  } finally {
    generalist.dispose();
    optimizer.dispose();
  }
}
