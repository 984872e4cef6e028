import type { BackendName } from "@dark-knowledge/backend";
import { createMatrix, deriveSeed, type Matrix, softmax } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, datasetSize, inputShape } from "@dark-knowledge/datasets";
import {
  type Classifier,
  cosineDecay,
  createMlp,
  predictLogits,
  sgd,
  type TrainingOptions,
} from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Progress } from "../../progress.ts";
import type { TaskKind, TaskRunner } from "../../run-tasks.ts";
import { reportTraining, type TrainingEvent } from "../../training-events.ts";
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
  readonly seed: number;
  readonly signal: AbortSignal;
  /** A directory for what is needed while the run is under way. */
  readonly scratch: string;
  /** What delegated tasks compute on. */
  readonly backend: BackendName;
  readonly threads: number | undefined;
  /** A seed of one of the independent streams. */
  seedOf(stream: number): number;
  /** An untrained net of the generalist's size. */
  createNet(stream: number): LayersModel;
  train(training: Training, run: (options: TrainingOptions) => Promise<unknown>): Promise<Cost>;
  /** Has a task train a net, of at most `epochs` epochs, where the runner has room, and shows how far it is. */
  delegate<Data, Result>(
    label: string,
    epochs: number,
    kind: TaskKind<Data, TrainingEvent, Result>,
    data: Data,
  ): Promise<Result>;
  /** Probabilities, `[examples, classes]`. */
  answer(classifier: Classifier, dataset: Dataset): Promise<Matrix<Float32Array>>;
  dispose(): void;
}

/** What surrounds a bench. */
export interface BenchOptions {
  readonly seed: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** A directory for what is needed while the run is under way. */
  readonly scratch: string;
  /** Runs what can be done at the same time. */
  readonly runner: TaskRunner;
  readonly backend: BackendName;
  /** How many threads each of its tasks may take; all that the backend wants when left out. */
  readonly threads?: number | undefined;
}

/** Makes the bench of one seed. */
export function createTrainingBench(
  spec: SpecialistsSpec,
  data: SpecialistsData,
  { seed, progress, signal, scratch, runner, backend, threads }: BenchOptions,
): TrainingBench {
  const { hidden, batchSize, momentum } = spec.generalist;
  const { training } = data;
  const kept: { dispose(): unknown }[] = [];
  const seedOf = (stream: number) => deriveSeed(seed, stream);

  function createNet(stream: number): LayersModel {
    const [exampleShape, classCount] = [inputShape(training), classNamesOf(training).length];
    const net = createMlp({ exampleShape, hiddenUnits: hidden, classCount, seed: seedOf(stream) });
    kept.push(net);
    return net;
  }

  async function train(
    { label: name, stream, epochs, learningRate }: Training,
    run: (options: TrainingOptions) => Promise<unknown>,
  ): Promise<Cost> {
    const label = labelOf(name);
    const started = performance.now();
    const optimizer = sgd({ learningRate: cosineDecay(learningRate), momentum });
    const onEvent = show(label, epochs);
    let seen = 0;
    const callbacks = reportTraining(epochs, (event) => {
      if (event.kind === "step") seen = event.done;
      onEvent(event);
    });
    try {
      await run({ seed: seedOf(stream), epochs, batchSize, optimizer, callbacks, signal });
    } finally {
      optimizer.dispose();
    }
    progress.end(label);
    return { passes: seen / datasetSize(training), seconds: (performance.now() - started) / 1000 };
  }

  async function delegate<Data, Result>(
    name: string,
    epochs: number,
    kind: TaskKind<Data, TrainingEvent, Result>,
    data: Data,
  ): Promise<Result> {
    const label = labelOf(name);
    const onRetry = (text: string) => progress.warn(label, text);
    const result = await runner.run(kind, data, { onEvent: show(label, epochs), onRetry });
    progress.end(label);
    return result;
  }

  function labelOf(name: string): string {
    return `seed ${seed}: ${name}`;
  }

  function show(label: string, epochs: number): (event: TrainingEvent) => void {
    return (event) => {
      if (event.kind === "begin") progress.begin(label, event.examples, "examples");
      else if (event.kind === "step") progress.update(label, event.done);
      else {
        const { epoch, logs } = event;
        progress.note(label, `epoch ${epoch + 1}/${epochs} · ${describe(logs.loss!, logs.valAccuracy)}`);
      }
    };
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
    ...{ spec, data, seed, signal, scratch, backend, threads, seedOf, createNet, train, delegate, answer },
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
