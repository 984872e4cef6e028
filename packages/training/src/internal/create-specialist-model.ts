import { ArgumentError } from "@dark-knowledge/core";
import { batches, type Dataset } from "@dark-knowledge/datasets";
import { type OutputLayer, type Specialist, specialistOutputLayer } from "@dark-knowledge/specialists";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";
import type { SpecialistSoftmaxName } from "../specialist-model.ts";
import { batchInputs } from "./batch-inputs.ts";
import { topologyOf } from "./topology-of.ts";

/** The values of a model's weights, in its order. */
type WeightValues = readonly Float32Array[];

/** From what {@link createSpecialistModel} finds the output layer. */
export interface SpecialistModelOptions {
  /** Examples of all classes, for the dustbin's column. */
  readonly examples: Dataset;
  readonly oversampling: number;
  readonly softmax: SpecialistSoftmaxName;
}

/**
 * A model with the generalist's hidden layers and the output layer with which a specialist starts. Nothing is shared with the
 * generalist, and it computes on its own copies of the weights.
 */
export async function createSpecialistModel(
  functionName: string,
  generalist: LayersModel,
  specialist: Specialist,
  { examples, oversampling, softmax }: SpecialistModelOptions,
): Promise<LayersModel> {
  assertIsChain(functionName, generalist);
  const hidden = await readWeights(generalist);
  const [weights, bias] = hidden.splice(-2) as [Float32Array, Float32Array];
  const layer = { weights, bias };
  const output =
    softmax === "full"
      ? fullOutputLayer(layer, specialist, oversampling)
      : specialistOutputLayer(layer, specialist, {
          features: await hiddenFeatures(generalist, examples),
          oversampling,
        });
  const model = await emptyCopy(generalist, output);
  writeWeights(model, [...hidden, output.weights, output.bias]);
  return model;
}

/** The generalist's, its answers at the frequencies of the sample: the specialist's classes are more probable there. */
function fullOutputLayer({ weights, bias }: OutputLayer, { classes }: Specialist, oversampling: number): OutputLayer {
  const shifted = bias.slice();
  for (const index of Array.from(classes)) shifted[index]! += Math.log(oversampling);
  return { weights, bias: shifted };
}

/** Copies of the values of all weights. */
async function readWeights(model: LayersModel): Promise<Float32Array[]> {
  const values: Float32Array[] = [];
  for (const weight of model.weights) values.push(Float32Array.from(await weight.read().data()));
  return values;
}

/** Sets all weights to copies of some values. */
function writeWeights(model: LayersModel, values: WeightValues): void {
  tf.tidy(() => {
    // A variable that is assigned to takes over the tensor's memory, and optimizers write into it.
    model.setWeights(model.weights.map(({ shape }, index) => tf.tensor(values[index]!.slice(), shape as number[])));
  });
}

function assertIsChain(functionName: string, generalist: LayersModel): void {
  const output = generalist.layers.at(-1);
  const { activation, useBias } = (output?.getConfig() ?? {}) as { activation?: unknown; useBias?: unknown };
  const isDense = output?.getClassName() === "Dense" && activation === "linear" && useBias === true;
  const isChain = generalist.getClassName() === "Sequential" && generalist.weights.every(({ trainable }) => trainable);
  if (isChain && isDense) return;
  throw new ArgumentError({
    functionName,
    argument: "generalist",
    expected: "must be a chain of trainable layers that ends in a dense layer of logits, with bias",
    received: `${generalist.getClassName()} that ends in ${output?.getClassName()} with ${activation} activation`,
    code: "shape",
  });
}

/** Computes the inputs of the generalist's output layer. */
async function hiddenFeatures(generalist: LayersModel, examples: Dataset): Promise<Float32Array> {
  const size = generalist.layers.at(-1)!.getWeights()[0]!.shape[0]!;
  const collected = new Float32Array(examples.rows.length * size);
  const hidden = generalist.layers.slice(0, -1).filter((layer) => layer.getClassName() !== "InputLayer");
  const inputShape = generalist.inputs[0]!.shape.slice(1) as number[];
  let done = 0;
  for (const batch of batches(examples, { batchSize: 512, order: "stored" })) {
    const features = tf.tidy(() => {
      const input = tf.reshape(batchInputs(batch).features, [batch.ids.length, ...inputShape]);
      return hidden.reduce<tf.Tensor>((x, layer) => layer.apply(x) as tf.Tensor, input);
    });
    try {
      collected.set(await features.data(), done * size);
    } finally {
      features.dispose();
    }
    done += batch.ids.length;
  }
  return collected;
}

interface ChainTopology {
  readonly config: { readonly layers: { readonly config: { units?: number } }[] };
}

async function emptyCopy(generalist: LayersModel, output: OutputLayer): Promise<LayersModel> {
  const topology = topologyOf(generalist) as ChainTopology;
  topology.config.layers.at(-1)!.config.units = output.bias.length;
  return models.modelFromJSON(topology as unknown as Parameters<typeof models.modelFromJSON>[0]);
}
