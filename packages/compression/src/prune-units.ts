import { ArgumentError, assertNumber, assertOptions } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./internal/assert-layer-names.ts";
import { assertModel } from "./internal/assert-model.ts";
import { copyModel, weightKey } from "./internal/copy-model.ts";
import { largestKept } from "./internal/largest-kept.ts";
import { readValues } from "./internal/read-values.ts";
import { takeAlong } from "./internal/take-along.ts";

type Layer = LayersModel["layers"][number];

/** Options of {@link pruneUnits}. */
export interface PruneUnitsOptions {
  /** The share of the units to remove from each hidden layer, from 0 to below 1, or a share for each of some layers, by their names. */
  readonly sparsity: number | Readonly<Record<string, number>>;
}

/**
 * Prunes whole units of dense layers and filters of convolutions, those whose incoming weights have the smallest sum of magnitudes; the tensors
 * really get smaller, and products faster, in every runtime.
 *
 * With a unit go its bias, its statistics in a batch normalisation, and what later layers multiply it by. `Math.round(sparsity · units)` are removed, but never all; of
 * equal ones the first. The output layer keeps its units. No plan is needed afterwards: train the result like any other student.
 *
 * @param model a Sequential of dense layers and two-dimensional convolutions (channels last), and between them of batch normalisation, dropout, activations,
 *   pooling and flattening; not changed
 * @returns a smaller model, which the caller owns
 * @throws ArgumentError when an option is unknown or out of range, a layer has no such name or is of another kind, or a weight is not finite
 * @see Li, Kadav, Durdanovic, Samet and Graf (2017), *Pruning Filters for Efficient ConvNets*, section 3.1
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { pruneUnits } from "@dark-knowledge/compression";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [300, 100], classCount: 10, seed: 1 });
 * const smaller = await pruneUnits(net, { sparsity: 0.5 });
 * smaller.weights.map(({ shape }) => shape.join(" × ")); // => ["784 × 150", "150", "150 × 50", "50", "50 × 10", "10"]
 * [net.countParams(), smaller.countParams()]; // => [266610, 125810]
 * ```
 */
export async function pruneUnits(model: LayersModel, options: PruneUnitsOptions): Promise<LayersModel> {
  assertOptions<PruneUnitsOptions>(NAME, options, { sparsity: true });
  assertModel(NAME, model);
  const producers = model.layers.filter(isProducer);
  const output = producers.at(-1);
  const shares = sharesOf(
    producers.slice(0, -1).map(({ name }) => name),
    options,
  );
  assertChain(model);
  const changed = new Map<string, Float32Array>();
  const sizes = new Map<string, number>();
  // The places along the last axis that are left of what the layers so far give; undefined for all of them.
  let left: Int32Array | undefined;
  for (const layer of model.layers) {
    if (layer.getClassName() === "Flatten") left = flattened(layer, left);
    const values = await readValues(
      NAME,
      layer.weights.map((weight) => weight.read()),
    );
    const shapes = layer.weights.map(({ shape }) => [...(shape as number[])]);
    const take = (place: number, axis: number, places: Int32Array | undefined) => {
      if (values[place] === undefined || places === undefined) return;
      values[place] = takeAlong(values[place], shapes[place]!, axis, places);
      shapes[place]!.splice(axis, 1, places.length);
      changed.set(weightKey(layer.name, place), values[place]);
    };
    if (!isProducer(layer)) {
      for (const place of shapes.keys()) take(place, -1, left);
      continue;
    }
    const units = shapes[0]!.at(-1)!;
    const share = layer === output ? 0 : (shares(layer.name) ?? 0);
    const kept = share === 0 ? undefined : largestUnits(values[0]!, units, share);
    take(0, -2, left);
    take(0, -1, kept);
    take(1, -1, kept);
    left = kept;
    if (kept !== undefined) sizes.set(layer.name, kept.length);
  }
  return copyModel(model, changed, (layer) => {
    const size = sizes.get(layer.config.name as string);
    if (size !== undefined) layer.config[layer.class_name === "Dense" ? "units" : "filters"] = size;
    return [layer];
  });
}

const NAME = "pruneUnits";

/** Layers that treat each unit or channel on its own. */
const PASSING: readonly string[] = [
  ...["InputLayer", "Flatten", "Dropout", "SpatialDropout1D", "GaussianNoise", "GaussianDropout", "AlphaDropout"],
  ...["Activation", "ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "BatchNormalization"],
  ...[
    "MaxPooling2D",
    "AveragePooling2D",
    "GlobalMaxPooling2D",
    "GlobalAveragePooling2D",
    "UpSampling2D",
    "ZeroPadding2D",
  ],
];

function isProducer(layer: Layer): boolean {
  return ["Dense", "Conv2D"].includes(layer.getClassName());
}

function assertChain(model: LayersModel): void {
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName: NAME, argument: "model", expected, received, code: "shape" });
  };
  if (model.getClassName() !== "Sequential") fail("must be a Sequential", model.getClassName());
  for (const layer of model.layers) {
    const kind = layer.getClassName();
    const { dataFormat, activation, axis = -1 } = layer.getConfig() as Record<string, unknown>;
    const isKnown = isProducer(layer) || PASSING.includes(kind);
    if (!isKnown)
      fail("must have dense layers, convolutions, and what treats units one by one", `${kind} (layer ${layer.name})`);
    if (dataFormat === "channelsFirst") fail("must have its channels last", `${dataFormat} (layer ${layer.name})`);
    const isLastAxis = axis === -1 || axis === layer.outputShape.length - 1;
    if (!isLastAxis) fail("must normalise its last axis", `axis ${axis} (layer ${layer.name})`);
    if (activation === "softmax" && layer !== model.layers.at(-1))
      fail("must have no softmax inside", `layer ${layer.name}`);
  }
}

/** The share of each layer by its name. */
function sharesOf(names: readonly string[], { sparsity }: PruneUnitsOptions): (name: string) => number | undefined {
  if (typeof sparsity !== "object") {
    assertNumber(NAME, "sparsity", sparsity, { min: 0, below: 1 });
    return () => sparsity;
  }
  const layers = { names, what: "hidden layers of units or filters" };
  assertLayerNames(NAME, "sparsity", sparsity, layers, (place, share) => {
    assertNumber(NAME, place, share, { min: 0, below: 1 });
  });
  return (name) => sparsity[name];
}

/** The places of the units whose incoming weights have the largest sums of magnitudes. */
function largestUnits(kernel: Float32Array, units: number, share: number): Int32Array {
  const sums = new Float64Array(units);
  kernel.forEach((value, place) => {
    sums[place % units]! += Math.abs(value);
  });
  const kept = largestKept(Float32Array.from(sums), Math.min(units - 1, Math.round(share * units)));
  return Int32Array.from(sums.keys()).filter((unit) => kept[unit] === 1);
}

/** The places that are left of flattened images, channels last. */
function flattened(layer: Layer, left: Int32Array | undefined): Int32Array | undefined {
  const shape = ([layer.input].flat()[0]!.shape as number[]).slice(1);
  if (left === undefined || shape.length === 1) return left;
  const channels = shape.at(-1)!;
  const places = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  return Int32Array.from({ length: places * left.length }, (_, index) => {
    return Math.floor(index / left.length) * channels + left[index % left.length]!;
  });
}
