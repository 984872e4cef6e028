import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset, scale, selectRows } from "@dark-knowledge/datasets";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { createMlp, distill, sgd, trainClassifier } from "@dark-knowledge/training";
import type * as tf from "@tensorflow/tfjs-core";
import type { Numbers } from "./case-data.ts";
import { classesOf, type EpochCase, PLACED_CACHE_BYTES, SETTINGS } from "./cases.ts";
import { forwardNet } from "./own-programs.ts";
import { weightsOf } from "./program.ts";
import type { Variant } from "./protocol.ts";
import { storeDirectory } from "./record-store.ts";
import type { Task } from "./store-task.ts";

/** One epoch of the student per step, as a user of the training package has it. */
export async function createEpochTask(
  folder: string,
  one: EpochCase,
  numbers: ReadonlyMap<string, Numbers>,
  variant: Variant,
): Promise<Task> {
  const dataset = examplesOf(one, numbers);
  const directory = storeDirectory(folder, one.id);
  const softTargets =
    variant === "labels" || variant === "teacher"
      ? undefined
      : await openSoftTargets(directory, variant === "placed" ? { cacheBytes: PLACED_CACHE_BYTES } : {});
  const teacher =
    variant === "memory" ? await inMemory(softTargets!, one.rows) : (softTargets ?? teacherOf(one, numbers));
  const student = () =>
    createMlp({ exampleShape: one.input, hiddenUnits: one.hiddenUnits, classCount: classesOf(one), seed: 1 });
  const { learningRate, momentum, temperature, softWeight, hardWeight } = SETTINGS;
  const train = async (model: ReturnType<typeof student>, optimizer: ReturnType<typeof sgd>) => {
    const options = { epochs: 1, seed: 1, batchSize: one.batch, optimizer };
    const history =
      variant === "labels"
        ? await trainClassifier(model, dataset, options)
        : await distill(model, teacher, dataset, { ...options, temperature, softWeight, hardWeight });
    return history.epochs[0]!.terms;
  };

  const checked = student();
  const { total, soft, hard } = await train(checked, sgd({ learningRate, momentum }));
  checked.dispose();
  const timed = student();
  const optimizer = sgd({ learningRate, momentum });
  return {
    check: variant === "labels" ? [] : [total!, soft!, hard!],
    async step() {
      const terms = await train(timed, optimizer);
      if (!Number.isFinite(terms.total)) throw new Error(`an epoch gave ${terms.total}`);
    },
    async close() {
      await softTargets?.close();
      optimizer.dispose();
      timed.dispose();
    },
  };
}

/** Random rows of a dataset as large as the store. */
function examplesOf(
  { rows, examples, batch, input, ...one }: EpochCase,
  numbers: ReadonlyMap<string, Numbers>,
): Dataset {
  const shown = Uint8Array.from(numbers.get("features")!.values, (value) => Math.round(255 * value));
  const size = shown.length / batch;
  const features = new Uint8Array(rows * size);
  for (let row = 0; row < rows; row++) {
    features.set(shown.subarray((row % batch) * size, ((row % batch) + 1) * size), row * size);
  }
  const dataset = createDataset({
    features,
    labels: numbers.get("labels")!.values as Int32Array,
    exampleShape: input,
    transforms: [scale({ divide: 255 })],
    classNames: Array.from({ length: classesOf({ input, ...one }) }, (_, index) => String(index)),
  });
  return selectRows(dataset, createRandom(1).permutation(rows).slice(0, examples));
}

/** What a store is held against: all its answers in one array, and everything else as it is. */
async function inMemory(softTargets: SoftTargets, rows: number): Promise<SoftTargets> {
  const all = await softTargets.read(Int32Array.from({ length: rows }, (_, id) => id));
  if (all.kind !== "dense") throw new Error("only full rows are held in memory");
  const width = all.logits.length / rows;
  return {
    ...softTargets,
    async read(ids) {
      const logits = new Float32Array(ids.length * width);
      for (let index = 0; index < ids.length; index++) {
        logits.set(all.logits.subarray(ids[index]! * width, (ids[index]! + 1) * width), index * width);
      }
      return { kind: "dense", logits };
    },
    findMissing: async () => undefined,
  };
}

function teacherOf({ layers }: EpochCase, numbers: ReadonlyMap<string, Numbers>): (features: tf.Tensor) => tf.Tensor {
  const weights = weightsOf(numbers);
  return (features) => forwardNet(layers, features, weights, undefined);
}
