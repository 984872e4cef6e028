import { ArgumentError, assertOneOf, assertOptions, joinBytes } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertModel } from "./internal/assert-model.ts";
import { checksum } from "./internal/checksum.ts";
import { topologyOf, weightKey } from "./internal/copy-model.ts";
import { packGaps } from "./internal/gap-coding.ts";
import { HEADER_START, MAGIC, type PackedHeader, type PackedWeight } from "./internal/packed-header.ts";
import { packValues, sizeOfCoded } from "./internal/value-coding.ts";

/** Options of {@link packModel}. */
export interface PackModelOptions {
  /**
   * `"bits"` leaves no bit unused, for files that stay as they are. `"bytes"` gives each code whole bytes, which is longer, but shorter once gzip or
   * brotli have found the frequent ones. Default: `"bits"`.
   */
  readonly layout?: "bits" | "bytes";
}

/**
 * Writes a model into as few bytes as its weights allow, without loss: {@link unpackModel} reads the same model.
 *
 * For each weight it takes the shortest form. Zeros are left out where gaps between the others are shorter. Values are written as float32, as places in
 * a codebook, or as multiples of a step for each channel, whatever the model has from `pruneWeights`, `shareWeights` or `quantiseWeights`.
 *
 * @param model of float32 weights; its layers, with their settings, are in the file as JSON
 * @throws ArgumentError when an option is unknown or out of range, or a weight is not of float32
 * @see Han, Mao and Dally (2016), *Deep Compression*, section 2, for the gaps; Huffman's coding is left to gzip
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { packModel, pruneWeights, shareWeights, unpackModel } from "@dark-knowledge/compression";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [100], classCount: 10, seed: 1 });
 * const small = await shareWeights(await pruneWeights(net, { sparsity: 0.9 }), { bits: 4 });
 * const bytes = await packModel(small);
 * [4 * net.countParams(), bytes.length < 12_000]; // => [318040, true]
 * (await unpackModel(bytes)).countParams(); // => 79510
 * ```
 */
export async function packModel(model: LayersModel, options: PackModelOptions = {}): Promise<Uint8Array> {
  assertOptions<PackModelOptions>(NAME, options, { layout: true });
  const { layout = "bits" } = options;
  assertOneOf(NAME, "layout", layout, ["bits", "bytes"]);
  assertModel(NAME, model);
  const roundUp = (width: number) => (layout === "bits" ? width : 8 * Math.ceil(width / 8));
  const weights: PackedWeight[] = [];
  const parts: Uint8Array[] = [];
  for (const layer of model.layers) {
    for (const [place, weight] of layer.weights.entries()) {
      const tensor = weight.read();
      if (tensor.dtype !== "float32") {
        const received = `${tensor.dtype} (layer ${layer.name})`;
        const expected = "must have float32 weights";
        throw new ArgumentError({ functionName: NAME, argument: "model", expected, received, code: "dtype" });
      }
      const packed = packWeight(Float32Array.from(await tensor.data()), tensor.shape, roundUp);
      weights.push({ key: weightKey(layer.name, place), shape: tensor.shape, ...packed.header });
      parts.push(...packed.parts);
    }
  }
  const header: PackedHeader = { topology: topologyOf(model), weights };
  return withHeader(new TextEncoder().encode(JSON.stringify(header)), parts);
}

const NAME = "packModel";

interface Packed {
  readonly header: Omit<PackedWeight, "key" | "shape">;
  readonly parts: readonly Uint8Array[];
}

/** The shorter of all values, and of those that are not 0 with their places. */
function packWeight(values: Float32Array, shape: readonly number[], roundUp: (width: number) => number): Packed {
  const channels = shape.at(-1) ?? 1;
  const dense = packValues(values, (index) => index % channels, channels, roundUp);
  const parts = [bytesOf(dense.table), dense.codes];
  const { form, width, offset, table } = dense;
  const whole = { header: { form, width, offset, table: table.length }, parts };
  // −0 is a value.
  const places = Int32Array.from(values.keys()).filter((place) => !Object.is(values[place], 0));
  if (places.length === values.length) return whole;
  const few = packValues(
    values.filter((value) => !Object.is(value, 0)),
    (index) => places[index]! % channels,
    channels,
    roundUp,
  );
  const gaps = packGaps(places, [...new Set(Array.from({ length: 16 }, (_, index) => roundUp(index + 1)))]);
  if (sizeOfCoded(few) + gaps.bytes.length >= sizeOfCoded(dense)) return whole;
  return {
    header: {
      ...{ form: few.form, width: few.width, offset: few.offset, table: few.table.length },
      sparse: { count: places.length, width: gaps.width },
    },
    parts: [gaps.bytes, bytesOf(few.table), few.codes],
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function withHeader(header: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
  const room = new Uint8Array(HEADER_START - MAGIC.length);
  const bytes = joinBytes([MAGIC, room, header, ...parts]);
  const view = new DataView(bytes.buffer);
  view.setUint32(MAGIC.length, header.length, true);
  view.setUint32(MAGIC.length + 4, checksum(bytes.subarray(HEADER_START)), true);
  return bytes;
}
