import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { unpackModel } from "@dark-knowledge/compression";
import { gzipModel } from "@dark-knowledge/compression/node";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { compareOnnx, exportOnnx } from "@dark-knowledge/export";
import { defineTask, type NeededStage, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { loadOnnxRuntime } from "@dark-knowledge/teachers/node";
import { evaluate, predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { withAttachedParts } from "../data/detach-parts.ts";
import { figuresOf, type MeasuredNet } from "../nets/figures-of.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import { ANSWERS_FOLDER, MODEL_FOLDER } from "../nets/internal/stage-files.ts";
import type { NetSpec } from "../nets/net-spec.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { RECOVERY_BATCH, recoverStudent } from "../students/internal/compression/recover-student.ts";
import { examplesTensor } from "../students/internal/examples-tensor.ts";
import { applyRecipeStep, planOfKept, planOfRecipe } from "./internal/apply-recipe-step.ts";
import type { RecipeStep } from "./internal/recipe.ts";
import { type TaskData, taskDataOf } from "./internal/task-data.ts";
import { type WeightsPicture, weightsPicture } from "./internal/weights-picture.ts";

/** How a net makes up for what a step cost. */
export interface RecoverySettings {
  readonly epochs: number;
  readonly learningRate: number;
  readonly temperature: number;
  readonly hardWeight: number;
}

/** Input of one step: it needs the stage of the net before it, and, if it learns from soft targets, that of the answers. */
export interface CompressNetInput {
  readonly net: NetSpec;
  readonly seed: number;
  /** All steps; the last of them is applied here. None measures the net as it is. */
  readonly steps: readonly RecipeStep[];
  /** Left out where nothing is trained. */
  readonly recovery?: RecoverySettings;
  /** The classes that it learns, is chosen by and is measured on. Default: all. */
  readonly classes?: readonly number[];
  /** Whether all steps are applied already, and the net is only trained, while it keeps what they did. Default: false. */
  readonly adapts?: boolean;
}

/** Result of one step; the figures are of the test set, but for `validationErrors`, and sizes are in bytes. */
export interface CompressedResult extends MeasuredNet {
  readonly parameters: number;
  readonly picture: WeightsPicture;
}

/** A packed model with gzip, in its stage's folder. */
const PACKED = "model.packed.gz";

type Context = TaskContext<StageShared, TrainingEvent>;

/** Compresses a net by one more step, repairs the damage, or adapts it to some classes, and measures it. Its folder keeps the packed model. */
export const compressNet: Task<CompressNetInput, CompressedResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "compression/compress", version: 2 },
  withAttachedParts(async (input: CompressNetInput, context: Context): Promise<CompressedResult> => {
    const { shared, needs, directory, signal } = context;
    const data = taskDataOf(shared, input.classes);
    const { training, validation, test } = data;
    await selectTaskBackend(shared);
    const [before, answers] = Object.values(needs);
    const parent = await readNet(before!);
    const step = input.adapts ? undefined : input.steps.at(-1);
    let model = parent;
    try {
      if (step !== undefined) model = await applyRecipeStep(parent, step, { ...input, training });
      const damaged = step === undefined ? undefined : await evaluate(model, test, { signal });
      if (input.recovery !== undefined) await recover(model, input, input.recovery, answers, { ...context, data });
      const packed = await gzipModel(model);
      await writeFile(join(directory, PACKED), packed);
      const { figures, confusion } = figuresOf(await predictLogits(model, test, { signal }), test);
      const picture = await weightsPicture(model);
      const [weights, zeros] = (["weights", "zeros"] as const).map((name) =>
        picture.layers.reduce((sum, layer) => sum + layer[name], 0),
      ) as [number, number];
      return {
        figures: {
          ...figures,
          ...{ gzip: packed.length, float32: 4 * model.countParams() },
          left: 1 - zeros / weights,
          validationErrors: (await evaluate(model, validation!, { signal })).errors,
          ...(damaged === undefined ? {} : { damagedErrors: damaged.errors }),
          ...(step?.method === "int8" ? await onnxFigures(model, test) : {}),
        },
        ...(confusion === undefined ? {} : { confusion }),
        parameters: model.countParams(),
        picture,
      };
    } finally {
      if (model !== parent) model.dispose();
      parent.dispose();
    }
  }),
);

/** Reads the net of a stage, trained or compressed. */
export async function readNet({ directory }: NeededStage): Promise<LayersModel> {
  const packed = await readFile(join(directory, PACKED)).catch(() => undefined);
  return packed === undefined ? loadModel(join(directory, MODEL_FOLDER)) : unpackModel(gunzipSync(packed));
}

async function recover(
  model: LayersModel,
  { steps, seed, adapts = false }: CompressNetInput,
  settings: RecoverySettings,
  answers: NeededStage | undefined,
  { data: { training, validation }, signal, emit }: Context & { readonly data: TaskData },
): Promise<void> {
  const totalSteps = settings.epochs * Math.ceil(datasetSize(training) / RECOVERY_BATCH);
  const plan = await (adapts ? planOfKept(model, steps) : planOfRecipe(model, steps, totalSteps));
  const teacher = answers && (await openSoftTargets(join(answers.directory, ANSWERS_FOLDER)));
  try {
    await recoverStudent(model, plan, {
      ...{ ...settings, seed, signal, emit, transferSet: training, validation: validation! },
      // Before the last masks the best epoch has too many weights.
      keepBest: adapts || steps.at(-1)!.method !== "gradual",
      ...(teacher === undefined ? {} : { teacher }),
    });
  } finally {
    await teacher?.close();
  }
}

/** Exports a net of 8 bits, and compares what onnxruntime answers to the test set with what the net answers. */
async function onnxFigures(model: LayersModel, test: Dataset): Promise<Record<string, number>> {
  const bytes = await exportOnnx(model);
  const examples = examplesTensor(model, test);
  try {
    const compared = await compareOnnx(model, bytes, examples, { runtime: await loadOnnxRuntime("compressNet") });
    return { onnxBytes: bytes.length, onnxAgreement: compared.agreeing / compared.examples };
  } finally {
    tf.dispose(examples);
  }
}
