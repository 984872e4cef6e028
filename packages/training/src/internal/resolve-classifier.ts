import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Classifier, LogitsFunction, TeacherFunction } from "../classifier.ts";
import { activationEnd } from "./activation-end.ts";
import { notLogits } from "./assert-logits.ts";
import { assertModelFits } from "./assert-model-fits.ts";
import { createModelPass } from "./create-model-pass.ts";
import type { Layer } from "./layers-of.ts";
import { modelInputs } from "./model-inputs.ts";
import type { LayerObservers } from "./observe-layers.ts";
import { isOneChoice, type Task, taskOf } from "./task.ts";

/** A {@link Classifier} brought to one form. */
export interface ResolvedClassifier {
  readonly forward: TeacherFunction;
  /** The trainable variables, in a fixed order; empty for a function, whose variables are unknown. */
  readonly variables: readonly tf.Variable[];
  /** Everything that the logits depend on, trained or not. */
  readonly weights: readonly tf.Tensor[];
  /** The names of the weights inside the model; tfjs's own tell apart all weights of a process. */
  readonly names: ReadonlyMap<tf.Tensor, string>;
  /** Who is shown the outputs of layers; left out for a function, which has none. */
  readonly observers?: LayerObservers;
}

/**
 * Reads a classifier's variables and checks that it gives logits for the classes of a dataset, or numbers for its outputs; `argument` names it
 * in errors. Distilling from or training on probabilities would go wrong without any error.
 */
export function resolveClassifier(
  functionName: string,
  argument: string,
  classifier: Classifier | TeacherFunction,
  dataset: Dataset,
  undoSoftmax: boolean,
): ResolvedClassifier {
  if (isLayersModel(classifier)) {
    const task = taskOf(functionName, "dataset", dataset);
    const squashing = squashingEnd(classifier, task);
    if (squashing !== undefined && !undoSoftmax) {
      throw notLogits(functionName, argument, `a ${squashingOf(task)} at its end (layer ${squashing.name})`);
    }
    assertEndsRight(functionName, argument, classifier, task);
    assertModelFits(functionName, argument, classifier, dataset);
    const observers: LayerObservers = new Map();
    const pass = createModelPass(classifier, observers, squashing);
    return {
      forward: (features, context) => pass(modelInputs(classifier, { ...context, features }), context),
      variables: classifier.trainableWeights.map((weight) => weight.read() as tf.Variable),
      weights: classifier.weights.map((weight) => weight.read()),
      names: new Map(classifier.weights.map((weight) => [weight.read(), weight.originalName])),
      observers,
    };
  }
  if (typeof classifier === "function") {
    assertTakesInputs(functionName, argument, classifier, dataset);
    return { forward: classifier, variables: [], weights: [], names: new Map() };
  }
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must be a LayersModel or a function from features to logits",
    received: formatValue(classifier),
    code: "dtype",
  });
}

/** Recognised by its methods, not by its class: two installed copies of tfjs-layers have two classes. */
export function isLayersModel(value: unknown): value is LayersModel {
  return typeof value === "object" && value !== null && "apply" in value && "trainableWeights" in value;
}

/** The layer that makes probabilities of the logits of a task, if there is one at the end of a model. */
function squashingEnd(model: LayersModel, task: Task): Layer | undefined {
  return task.kind === "numbers" ? undefined : activationEnd(model, squashingOf(task));
}

function squashingOf(task: Task): "softmax" | "sigmoid" {
  return isOneChoice(task) ? "softmax" : "sigmoid";
}

/** One output, of no other activation that gives probabilities than the one that its task can do without. */
function assertEndsRight(functionName: string, argument: string, model: LayersModel, task: Task): void {
  const wrong = isOneChoice(task) ? "sigmoid" : "softmax";
  const isWrong = task.kind !== "numbers" && activationEnd(model, wrong) !== undefined;
  if (model.outputs.length === 1 && !isWrong) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must end in one output of ${task.kind === "numbers" ? "numbers" : "logits (linear activation)"}`,
    received: model.outputs.length === 1 ? wrong : `${model.outputs.length} outputs`,
    code: "shape",
  });
}

/** Throws where a function would see the first of several columns only. */
function assertTakesInputs(
  functionName: string,
  argument: string,
  classifier: LogitsFunction | TeacherFunction,
  { columns }: Dataset,
): void {
  const names = Object.keys(columns);
  if (names.length === 1 || classifier.length > 1) return;
  const expected = `must take its context too, which has the dataset's columns ${names.join(", ")} (context.inputs)`;
  const received = `a function of ${classifier.length} argument${classifier.length === 1 ? "" : "s"}`;
  throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
}
