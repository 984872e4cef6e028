import {
  ArgumentError,
  assertArray,
  assertFields,
  assertOneOf,
  assertOptions,
  formatShape,
} from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertExamples } from "./assert-examples.ts";
import { assertModel } from "./assert-model.ts";
import { fisherInformation } from "./fisher-information.ts";
import { type Kernel, kernelsOf } from "./kernels-of.ts";
import { readValues } from "./read-values.ts";

/** How much each weight matters; those that matter least are removed. */
export type PruningCriterion =
  | "magnitude"
  | {
      /** By `w² F`, twice what removing w adds to the loss, with the diagonal F of the Fisher information. */
      readonly kind: "fisher";
      /** Inputs of the model, `[examples, …]`. */
      readonly examples: tf.Tensor;
      /** The class of each example. Default: the model's own answers, each with its probability, for which every example costs as many passes as there are classes. */
      readonly labels?: Int32Array;
    }
  | {
      /** By `w² − w₀²`: weights that moved away from 0 since the model was `before` matter, those that moved towards 0 do not. */
      readonly kind: "movement";
      readonly before: LayersModel;
    };

/**
 * Checks a criterion, and computes how much each weight matters by it.
 *
 * @param values those of the kernels
 */
export async function importanceOf(
  functionName: string,
  model: LayersModel,
  kernels: readonly Kernel[],
  values: readonly Float32Array[],
  criterion: PruningCriterion,
): Promise<readonly Float32Array[]> {
  if (criterion === "magnitude") return values.map((own) => own.map(Math.abs));
  const names = { argument: "criterion", prefix: "criterion." };
  assertFields(functionName, criterion, { kind: "text" }, names);
  assertOneOf(functionName, "criterion.kind", criterion.kind, ["fisher", "movement"]);
  if (criterion.kind === "movement") {
    assertOptions<typeof criterion>(functionName, criterion, { kind: true, before: true }, {}, "criterion");
    const before = await valuesBefore(functionName, kernels, criterion.before);
    return values.map((own, which) => own.map((value, place) => value ** 2 - before[which]![place]! ** 2));
  }
  assertOptions<typeof criterion>(
    functionName,
    criterion,
    { kind: true, examples: true, labels: true },
    {},
    "criterion",
  );
  const { examples, labels } = criterion;
  assertClassifier(functionName, model);
  assertExamples(functionName, "criterion.examples", model, examples);
  if (labels !== undefined) assertLabels(functionName, labels, examples.shape[0]!, model.outputs[0]!.shape.at(-1)!);
  const variables = kernels.map(({ variable }) => variable);
  const information = await fisherInformation(functionName, model, variables, examples, labels);
  return values.map((own, which) => own.map((value, place) => value ** 2 * information[which]![place]!));
}

function wrong(functionName: string, argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName, argument, expected, received, code: "range" });
}

/** Reads the weights of the same kernels, by layer and place, in another model. */
async function valuesBefore(
  functionName: string,
  kernels: readonly Kernel[],
  before: unknown,
): Promise<Float32Array[]> {
  assertModel(functionName, before);
  const others = new Map(kernelsOf(functionName, before).map(({ key, variable }) => [key, variable]));
  const found = kernels.map(({ layer, key, variable }) => {
    const other = others.get(key);
    if (other !== undefined && String(other.shape) === String(variable.shape)) return other;
    const expected = `must have a kernel of shape ${formatShape(variable.shape)} in layer ${layer}`;
    throw wrong(functionName, "criterion.before", expected, other === undefined ? "none" : formatShape(other.shape));
  });
  return readValues(functionName, found);
}

/** The information is that of a softmax over the logits. */
function assertClassifier(functionName: string, { inputs, outputs, layers }: LayersModel): void {
  const isOne = inputs.length === 1 && outputs.length === 1;
  const isRow = isOne && outputs[0]!.shape.length === 2 && outputs[0]!.shape[1] !== null;
  const { activation } = layers.at(-1)!.getConfig() as { readonly activation?: unknown };
  if (isRow && activation !== "softmax") return;
  const received = isRow
    ? "a softmax"
    : `${inputs.length} and ${outputs.map(({ shape }) => formatShape(shape as number[])).join(", ")}`;
  throw wrong(functionName, "model", "must have one input, and one output of logits of classes for fisher", received);
}

function assertLabels(functionName: string, labels: unknown, count: number, classes: number): void {
  assertArray(functionName, "criterion.labels", labels, "Int32Array");
  const { length } = labels as Int32Array;
  if (length !== count)
    throw wrong(functionName, "criterion.labels", `must have ${count} labels, one for each example`, String(length));
  const outside = (labels as Int32Array).find((label) => label < 0 || label >= classes);
  if (outside !== undefined)
    throw wrong(functionName, "criterion.labels", `must be from 0 to ${classes - 1}`, String(outside));
}
