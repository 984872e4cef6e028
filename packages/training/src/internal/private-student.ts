import { isPlainWasm, nativeLayers } from "@dark-knowledge/backend";
import { ArgumentError, type NativeLayers } from "@dark-knowledge/core";
import { type Dataset, datasetSize, type PrepareInputsOptions } from "@dark-knowledge/datasets";
import { artifactsOf, type CompiledModel, compileModel } from "@dark-knowledge/runtime";
import { getBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Student } from "../create-student.ts";
import { predictLogits } from "../predict-logits.ts";
import type { PredictOptions } from "../predict-options.ts";
import type { StudentDescription } from "../student-description.ts";
import { answersOf } from "./answers-of.ts";
import { compiledLogits } from "./compiled-logits.ts";

/** Up to so many examples, a compiled plan is faster than any backend: TensorFlow.js takes longer from layer to layer than within them. For more, it has one thread of WebAssembly. */
const FEW = 8;

/**
 * A student whose model nobody else has, so that it can be answered by a plan that is compiled once. Whoever reads `model` may change it: from then on the model itself answers.
 */
export function privateStudent(
  model: LayersModel,
  description: StudentDescription,
  sources: PrepareInputsOptions,
): Student {
  let isShown = false;
  let compiling: Promise<CompiledModel | undefined> | undefined;
  let plan: CompiledModel | undefined;
  let isNative = false;
  const isPlanFast = (examples: number) => isNative || examples <= FEW || getBackend() === "cpu" || isPlainWasm();
  const ask = async (dataset: Dataset, options: PredictOptions | undefined) => {
    if (isShown) return predictLogits(model, dataset, options);
    const native = nativeLayers();
    if (compiling === undefined && (native !== undefined || isPlanFast(datasetSize(dataset)))) {
      isNative = native !== undefined;
      compiling = compile(model, native);
    }
    if (!isPlanFast(datasetSize(dataset))) return predictLogits(model, dataset, options);
    plan = await compiling;
    // Somebody may have read the model meanwhile.
    if (plan === undefined || isShown) return predictLogits(model, dataset, options);
    return compiledLogits(plan, dataset, options);
  };
  return {
    ...answersOf(description, sources, ask, (examples) => (!isShown && isPlanFast(examples) ? plan : undefined)),
    get model() {
      isShown = true;
      return model;
    },
    dispose() {
      // The plan must not answer for a model that is gone.
      isShown = true;
      compiling?.then((net) => net?.dispose());
      compiling = undefined;
      model.dispose();
    },
  };
}

/** Undefined for a model with layers that cannot be compiled. */
async function compile(model: LayersModel, native: NativeLayers | undefined): Promise<CompiledModel | undefined> {
  try {
    return compileModel(await artifactsOf(model), { native });
  } catch (error) {
    if (ArgumentError.is(error)) return undefined;
    throw error;
  }
}
