import { fusedBatchNorm, fusedRecurrent, type RecurrentActivation, type RecurrentCell } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { fuseMasked } from "./fuse-masked.ts";
import type { Layer } from "./layers-of.ts";

type Call = Layer["call"];

/** The used arguments of `call`. */
interface CallArguments {
  readonly training?: boolean;
  readonly mask?: tf.Tensor | null;
  readonly initialState?: unknown;
}

interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): void;
}

const CELLS: Readonly<Record<string, RecurrentCell>> = { SimpleRNN: "simple", GRU: "gru", LSTM: "lstm" };
const ACTIVATIONS: readonly string[] = [
  "linear",
  "relu",
  "tanh",
  "sigmoid",
  "hardSigmoid",
] satisfies RecurrentActivation[];

/**
 * Makes a batch normalisation or recurrent layer use the fused operations of the backend, if they compute the same.
 *
 * @returns a function that restores tfjs-layers' own computation, or undefined for other layers
 */
export function fuseLayer(layer: Layer): (() => void) | undefined {
  const name = layer.getClassName();
  const call = name === "BatchNormalization" ? batchNormCall(layer) : name in CELLS ? recurrentCall(layer) : undefined;
  if (call === undefined) return undefined;
  layer.call = call;
  return () => {
    delete (layer as Partial<Layer>).call;
  };
}

type BatchNorm = Layer & {
  readonly [name in "gamma" | "beta"]?: Weight;
} & { readonly movingMean: Weight; readonly movingVariance: Weight };

function batchNormCall(layer: Layer): Call | undefined {
  const { call: stock } = layer;
  const { axis, momentum, epsilon } = layer.getConfig() as { axis: number; momentum: number; epsilon: number };
  return (inputs, kwargs) => {
    const x = [inputs].flat()[0]!;
    const isLast = axis === -1 || axis === x.rank - 1;
    if ((kwargs as CallArguments).training !== true || !isLast) return stock.call(layer, inputs, kwargs);
    return tf.tidy(() => {
      // Read here and not before: the layer may not have been built.
      const { gamma, beta, movingMean, movingVariance } = layer as BatchNorm;
      const channels = x.shape.at(-1)!;
      const scale = (gamma?.read() ?? tf.ones([channels])) as tf.Tensor1D;
      const offset = (beta?.read() ?? tf.zeros([channels])) as tf.Tensor1D;
      const { y, mean, variance } = fusedBatchNorm(x, scale, offset, { epsilon });
      for (const [weight, value] of [
        [movingMean, mean],
        [movingVariance, variance],
      ] as const) {
        weight.write(tf.add(tf.mul(weight.read(), momentum), tf.mul(value, 1 - momentum)));
      }
      return y;
    });
  };
}

interface RecurrentConfig {
  readonly activation: string;
  readonly recurrentActivation?: string;
  readonly dropout: number;
  readonly recurrentDropout: number;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly stateful: boolean;
  readonly goBackwards: boolean;
}

type Recurrent = Layer & {
  readonly cell: { readonly kernel: Weight; readonly recurrentKernel: Weight; readonly bias?: Weight | null };
};

function recurrentCall(layer: Layer): Call | undefined {
  const { call: stock } = layer;
  const config = layer.getConfig() as unknown as RecurrentConfig;
  const { activation, recurrentActivation = "linear", returnSequences, goBackwards } = config;
  if (config.stateful || config.returnState) return undefined;
  if (![activation, recurrentActivation].every((one) => ACTIVATIONS.includes(one))) return undefined;
  const options = {
    cell: CELLS[layer.getClassName()]!,
    activation: activation as RecurrentActivation,
    gateActivation: recurrentActivation as RecurrentActivation,
    ...{ returnSequences, goBackwards },
  };
  const drops = config.dropout > 0 || config.recurrentDropout > 0;
  return (inputs, kwargs) => {
    const { training, mask, initialState } = (kwargs ?? {}) as CallArguments;
    const x = [inputs].flat();
    const isPlain = x.length === 1 && initialState == null && !(drops && training === true);
    if (!isPlain) return stock.call(layer, inputs, kwargs);
    const { kernel, recurrentKernel, bias } = (layer as Recurrent).cell;
    const weights = {
      kernel: kernel.read() as tf.Tensor2D,
      recurrentKernel: recurrentKernel.read() as tf.Tensor2D,
      bias: bias?.read() as tf.Tensor1D | undefined,
    };
    const sequences = x[0] as tf.Tensor3D;
    if (mask == null) return fusedRecurrent(sequences, weights, options);
    return fuseMasked(sequences, weights, options, mask) ?? stock.call(layer, inputs, kwargs);
  };
}
