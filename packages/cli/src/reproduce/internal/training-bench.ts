import { createMatrix, deriveSeed, type Matrix, softmax } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import {
  type Classifier,
  cosineDecay,
  createMlp,
  predictLogits,
  sgd,
  type TrainingCallbacks,
  type TrainingOptions,
} from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Progress } from "../../progress.ts";
import type { SpecialistsData } from "../load-specialists-data.ts";
import type { SpecialistsSpec } from "../specialists-spec.ts";

/** What some training cost. */
export interface Cost {
  /** Examples seen by one net, as passes over the training set. */
  readonly passes: number;
  readonly seconds: number;
}

/** How one training differs from others. */
interface Training {
  /** What it is called where progress is shown. */
  readonly label: string;
  /** Which of the seed's independent streams of random numbers it draws from. */
  readonly stream: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/** Trains the nets of one seed one after the other, says how far each is, and keeps them until it is disposed of. */
export interface TrainingBench {
  readonly spec: SpecialistsSpec;
  readonly data: SpecialistsData;
  readonly signal: AbortSignal;
  /** A seed of one of the independent streams. */
  seedOf(stream: number): number;
  /** An untrained net of the generalist's size. */
  createNet(stream: number): LayersModel;
  /** Takes care of a model that was made elsewhere. */
  keep(model: { dispose(): unknown }): void;
  train(training: Training, run: (options: TrainingOptions) => Promise<unknown>): Promise<Cost>;
  /** Probabilities, `[examples, classes]`. */
  answer(classifier: Classifier, dataset: Dataset): Promise<Matrix<Float32Array>>;
  dispose(): void;
}

/** What surrounds a bench. */
export interface BenchOptions {
  readonly seed: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Makes the bench of one seed. */
export function createTrainingBench(
  spec: SpecialistsSpec,
  data: SpecialistsData,
  { seed, progress, signal }: BenchOptions,
): TrainingBench {
  const { hidden, batchSize, momentum } = spec.generalist;
  const { training } = data;
  const kept: { dispose(): unknown }[] = [];
  const seedOf = (stream: number) => deriveSeed(seed, stream);

  function createNet(stream: number): LayersModel {
    const { exampleShape, classNames } = training;
    const net = createMlp({ exampleShape, hiddenUnits: hidden, classCount: classNames.length, seed: seedOf(stream) });
    kept.push(net);
    return net;
  }

  async function train(
    { label: name, stream, epochs, learningRate }: Training,
    run: (options: TrainingOptions) => Promise<unknown>,
  ): Promise<Cost> {
    const label = `seed ${seed}: ${name}`;
    const started = performance.now();
    const optimizer = sgd({ learningRate: cosineDecay(learningRate), momentum });
    let seen = 0;
    const callbacks: TrainingCallbacks = {
      onTrainBegin: ({ examples }) => progress.begin(label, epochs * examples!, "examples"),
      onBatchEnd(_batch, { size }) {
        seen += size!;
        progress.update(label, seen);
      },
      onEpochEnd: (epoch, { loss, valAccuracy }) =>
        progress.note(label, `epoch ${epoch + 1}/${epochs} · ${describe(loss!, valAccuracy)}`),
    };
    try {
      await run({ seed: seedOf(stream), epochs, batchSize, optimizer, callbacks, signal });
    } finally {
      optimizer.dispose();
    }
    progress.end(label);
    return { passes: seen / datasetSize(training), seconds: (performance.now() - started) / 1000 };
  }

  async function answer(classifier: Classifier, dataset: Dataset): Promise<Matrix<Float32Array>> {
    const { rows, columns, data: logits } = await predictLogits(classifier, dataset, { signal });
    const probs = new Float32Array(logits.length);
    for (let from = 0; from < logits.length; from += columns) {
      probs.set(softmax(logits.subarray(from, from + columns)), from);
    }
    return createMatrix(rows, columns, probs);
  }

  return {
    ...{ spec, data, signal, seedOf, createNet, train, answer },
    keep: (model) => kept.push(model),
    dispose() {
      for (const model of kept) model.dispose();
    },
  };
}

/** What several trainings cost together. */
export function sumOf(costs: readonly Cost[]): Cost {
  return {
    passes: costs.reduce((sum, { passes }) => sum + passes, 0),
    seconds: costs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function describe(loss: number, accuracy: number | undefined): string {
  const validation = accuracy === undefined ? "" : `validation accuracy ${(100 * accuracy).toFixed(2)} % · `;
  return `${validation}loss ${loss.toPrecision(3)}`;
}
