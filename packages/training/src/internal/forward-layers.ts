import {
  type DenseActivation,
  type FusedConv2dOptions,
  fusedConv2d,
  fusedDense,
  seededDropout,
} from "@dark-knowledge/backend";
import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { dropoutSeed } from "./dropout-seed.ts";
import { makesMask } from "./makes-mask.ts";
import type { LayerObservers } from "./observe-layers.ts";

type Layer = LayersModel["layers"][number];

/** The parts of tfjs-layers' Dense and Conv2D that are used here; its own types keep them to themselves. */
type Weighted = Layer & { readonly kernel: Weight; readonly bias: Weight | null };
type Weight = { read(): tf.Variable };

/** Computes what a model does in training, on the gradient tape. */
export type TrainingPass = (features: tf.Tensor, seed: number) => tf.Tensor;

/**
 * The training pass of a model that is a chain of layers, with dense and convolutional layers fused and dropout drawn from
 * the step's seed; nothing for any other model, and nothing where a layer makes a mask, which tfjs-layers hands on.
 *
 * tfjs-layers runs such a layer in three operations while gradients are recorded, and draws a dropout's numbers one by one
 * in JavaScript, the same ones in every step if it has a seed.
 */
export function forwardLayers(model: LayersModel, observers: LayerObservers): TrainingPass | undefined {
  if (model.getClassName() !== "Sequential") return undefined;
  if (model.layers.some((layer) => "layers" in layer || makesMask(layer))) return undefined;
  const steps = model.layers.map((layer, index) => ({ layer, step: stepOf(layer, index) }));
  return (features, seed) =>
    steps.reduce((x, { layer, step }) => {
      const y = step(x, seed);
      observers.get(layer)?.(y);
      return y;
    }, features);
}

function stepOf(layer: Layer, index: number): TrainingPass {
  const name = layer.getClassName();
  if (name === "InputLayer") return (x) => x;
  if (name === "Dropout") {
    const { rate, noiseShape } = layer.getConfig() as { rate: number; noiseShape?: unknown };
    if (noiseShape === undefined || noiseShape === null) {
      return (x, seed) => (rate === 0 ? x : seededDropout(x, { rate, seed: dropoutSeed(seed, index) }));
    }
  }
  if (name === "Dense") {
    const { kernel, bias } = layer as Weighted;
    const { activation } = layer.getConfig() as { activation: string };
    if (bias !== null && (activation === "linear" || activation === "relu")) {
      return (x) => (x.rank === 2 ? fuse(x as tf.Tensor2D, kernel, bias, activation) : apply(layer, x));
    }
  }
  if (name === "Conv2D") {
    const { kernel, bias } = layer as Weighted;
    const { activation, strides, padding, dataFormat, dilationRate } = layer.getConfig() as unknown as Conv2DConfig;
    const isPlain = dataFormat !== "channelsFirst" && [dilationRate].flat().every((rate) => rate === 1);
    if (bias !== null && isPlain && (activation === "linear" || activation === "relu")) {
      const options: FusedConv2dOptions = { strides, pad: padding, activation };
      const filter = () => kernel.read() as tf.Tensor as tf.Tensor4D;
      return (x) => fusedConv2d(x as tf.Tensor4D, filter(), bias.read() as tf.Tensor as tf.Tensor1D, options);
    }
  }
  return (x) => apply(layer, x);
}

interface Conv2DConfig {
  readonly activation: string;
  readonly strides: [number, number];
  readonly padding: "same" | "valid";
  readonly dataFormat: string;
  readonly dilationRate: number | number[];
}

function fuse(x: tf.Tensor2D, kernel: Weight, bias: Weight, activation: DenseActivation): tf.Tensor {
  return fusedDense(x, kernel.read() as tf.Tensor as tf.Tensor2D, bias.read() as tf.Tensor as tf.Tensor1D, activation);
}

function apply(layer: Layer, x: tf.Tensor): tf.Tensor {
  return layer.apply(x, { training: true }) as tf.Tensor;
}
