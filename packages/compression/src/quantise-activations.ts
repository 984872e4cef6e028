import { ArgumentError, assertNumber, assertOneOf, assertOptions } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import {
  type ActivationCalibration,
  addTo,
  calibratedRange,
  createHistogram,
  type Histogram,
  type Range,
} from "./internal/activation-histogram.ts";
import { assertExamples } from "./internal/assert-examples.ts";
import { assertModel } from "./internal/assert-model.ts";
import { sixteenBits } from "./internal/calibrate-steps.ts";
import { copyModel, type LayerJson } from "./internal/copy-model.ts";
import { type ActivationGrid, FakeQuantise } from "./internal/fake-quantise.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link quantiseActivations}. */
export interface QuantiseActivationsOptions {
  /**
   * The range of a layer's inputs that the 256 codes cover: from the smallest to the largest on the examples, `"min-max"`; up to a percentile of them on both sides; or the one that
   * leaves the least squared error, `"mse"`, or the least divergence of the clipped numbers from what their codes say of them, `"entropy"`. Numbers outside are clipped. Default: `"min-max"`.
   */
  readonly calibration?: ActivationCalibration;
  /** How many examples are run at a time. Default: 256. */
  readonly batchSize?: number;
}

/**
 * Quantises what goes into dense layers and two-dimensional convolutions to 8 bits: each number becomes `s · (code − z)` with a code from 0 to 255, by a step s and
 * a code z of 0 for each layer, of the range that its inputs have on some examples. No labels are needed; a thousand examples are enough.
 *
 * The model gets a layer `FakeQuantise` before each of these layers. It computes with float32 what an 8-bit runtime computes, so its errors can be counted
 * before anything is exported; `exportOnnx` of `@dark-knowledge/export` writes them as `QuantizeLinear` and `DequantizeLinear`. First quantise the weights to 8 bits with
 * {@link quantiseWeights}; train the result with the plan {@link keepQuantised}. Gradients pass straight through the rounding.
 *
 * 0 has a code of its own. Pixels in 256 steps from 0 to 1 stay as they are.
 *
 * @param model not changed; it has one input, and uses each of these layers once. Layers of models within it are not quantised
 * @param examples inputs of the model, `[examples, …]`
 * @returns a copy with quantised activations, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, the model has no such layer or uses one twice, or the examples have another shape or
 *   numbers that are not finite
 * @see Jacob et al. (2018), *Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference*, section 2.1; Krishnamoorthi (2018), section 3.1.2;
 *   Migacz (2017), *8-bit Inference with TensorRT*, for the divergence
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { quantiseActivations } from "@dark-knowledge/compression";
 * import * as tf from "@tensorflow/tfjs-core";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 *
 * const kernel = tf.tensor2d([[1]]);
 * const model = sequential({ layers: [layers.dense({ units: 1, useBias: false, inputShape: [1], weights: [kernel] })] });
 * // From 0 to 510: in steps of 2.
 * const quantised = await quantiseActivations(model, tf.tensor2d([[0], [510]]));
 * const outputs = quantised.predict(tf.tensor2d([[4], [6.9], [600], [-3]])) as tf.Tensor;
 * await outputs.data(); // => Float32Array.of(4, 6, 510, 0)
 * ```
 */
export async function quantiseActivations(
  model: LayersModel,
  examples: tf.Tensor,
  options: QuantiseActivationsOptions = {},
): Promise<LayersModel> {
  assertOptions<QuantiseActivationsOptions>(NAME, options, { calibration: true, batchSize: true });
  const { calibration = "min-max", batchSize = 256 } = options;
  if (typeof calibration === "object") {
    assertOptions<{ percentile: number }>(NAME, calibration, { percentile: true }, {}, "calibration");
    assertNumber(NAME, "calibration.percentile", calibration.percentile, { above: 50, max: 100 });
  } else assertOneOf(NAME, "calibration", calibration, ["min-max", "mse", "entropy"]);
  assertNumber(NAME, "batchSize", batchSize, { min: 1 });
  assertModel(NAME, model);
  const layers = quantisedLayers(model);
  assertExamples(NAME, "examples", model, examples);
  const ranges = await rangesOf(model, layers, examples, { calibration, batchSize });
  const grids = new Map(layers.map(({ name }, index) => [name, gridOf(ranges[index]!)]));
  tf.serialization.registerClass(FakeQuantise);
  return copyModel(model, new Map(), (layer) => withQuantisedInput(layer, grids.get(layer.config.name as string)));
}

const NAME = "quantiseActivations";

const KINDS: readonly string[] = ["Dense", "Conv2D", "DepthwiseConv2D"];

function fail(argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "shape" });
}

function quantisedLayers({ layers, inputs }: LayersModel): Layer[] {
  if (inputs.length !== 1) fail("model", "must have one input", String(inputs.length));
  const chosen = layers.filter((layer) => KINDS.includes(layer.getClassName()));
  if (chosen.length === 0) fail("model", "must have dense layers or convolutions", "none");
  const shared = chosen.find(({ inboundNodes }) => inboundNodes.length !== 1);
  if (shared !== undefined) fail("model", "must use each dense layer and convolution once", `layer ${shared.name}`);
  return chosen;
}

/** The range of each layer's inputs: the examples are run once for the ends, and once more where the numbers between them count. */
async function rangesOf(
  model: LayersModel,
  layers: readonly Layer[],
  examples: tf.Tensor,
  { calibration, batchSize }: Required<QuantiseActivationsOptions>,
): Promise<Range[]> {
  const outputs = layers.map(({ inboundNodes }) => inboundNodes[0]!.inputTensors[0] as SymbolicTensor);
  const inner = modelOf({ inputs: model.inputs, outputs });
  const ends = layers.map(() => ({ lowest: 0, highest: 0 }));
  await forEachBatch(inner, examples, batchSize, (values, index) => {
    for (const value of values) {
      if (!Number.isFinite(value)) fail("examples", "must give finite numbers in every layer", String(value));
      ends[index]!.lowest = Math.min(ends[index]!.lowest, value);
      ends[index]!.highest = Math.max(ends[index]!.highest, value);
    }
  });
  if (calibration === "min-max") return ends;
  const histograms: Histogram[] = ends.map(createHistogram);
  await forEachBatch(inner, examples, batchSize, (values, index) => addTo(histograms[index]!, values));
  return histograms.map((histogram) => calibratedRange(histogram, calibration));
}

async function forEachBatch(
  inner: LayersModel,
  examples: tf.Tensor,
  batchSize: number,
  take: (values: ArrayLike<number> & Iterable<number>, index: number) => void,
): Promise<void> {
  const count = examples.shape[0]!;
  for (let from = 0; from < count; from += batchSize) {
    const outputs = tf.tidy(() => {
      return [inner.apply(tf.slice(examples, from, Math.min(batchSize, count - from)))].flat() as tf.Tensor[];
    });
    try {
      for (const [index, output] of outputs.entries()) take(await output.data(), index);
    } finally {
      tf.dispose(outputs);
    }
  }
}

/** The step has 16 significant bits, so that all multiples of it are exact in float32. Of a layer that only gets zeros it is 1. */
function gridOf({ lowest, highest }: Range): ActivationGrid {
  const step = sixteenBits((highest - lowest) / 255) || 1;
  return { step, zero: Math.round((0 - lowest) / step) };
}

/** A layer, and another one before it that quantises. */
function withQuantisedInput(layer: LayerJson, grid: ActivationGrid | undefined): readonly LayerJson[] {
  if (grid === undefined) return [layer];
  const { name, batch_input_shape, dtype, ...others } = layer.config;
  const own = `${name}_input_quantised`;
  const first = batch_input_shape === undefined ? {} : { batch_input_shape, dtype };
  const quantising = { class_name: FakeQuantise.className, config: { ...first, name: own, ...grid } };
  const config = { name, ...others };
  // A Sequential has its layers in order; in a graph each one names those before it.
  if (layer.inbound_nodes === undefined) return [quantising, { ...layer, config }];
  return [
    { ...quantising, name: own, inbound_nodes: layer.inbound_nodes },
    { ...layer, config, inbound_nodes: [[[own, 0, 0, {}]]] },
  ];
}
