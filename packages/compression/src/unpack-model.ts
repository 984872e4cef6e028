import { assertArray, ownLayers } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";
import { checksum } from "./internal/checksum.ts";
import { weightKey } from "./internal/copy-model.ts";
import { readGaps } from "./internal/gap-coding.ts";
import { HEADER_START, MAGIC, type PackedHeader, type PackedWeight } from "./internal/packed-header.ts";
import { readCoded } from "./internal/value-coding.ts";

/**
 * Reads a model that {@link packModel} wrote.
 *
 * @returns a model with the same layers and, bit for bit, the same weights, which the caller owns
 * @throws Error when the bytes are not from `packModel`, or are damaged
 * @see {@link packModel} for an example
 */
export async function unpackModel(bytes: Uint8Array): Promise<LayersModel> {
  assertArray(NAME, "bytes", bytes, "Uint8Array");
  // Slices of a Buffer of Node would share its memory.
  const { topology, weights, body } = readParts(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const model = ownLayers(await models.modelFromJSON(topology as Parameters<typeof models.modelFromJSON>[0]));
  try {
    writeWeights(model, weights, body);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

const NAME = "unpackModel";

const wrong = (what: string) => new Error(`${NAME}: ${what}; pack the model again`);

function readParts(bytes: Uint8Array): PackedHeader & { readonly body: Uint8Array } {
  if (bytes.length < HEADER_START || MAGIC.some((byte, index) => byte !== bytes[index])) {
    throw wrong("the bytes are not a model that packModel wrote in this version");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const content = bytes.subarray(HEADER_START);
  const length = view.getUint32(MAGIC.length, true);
  if (checksum(content) !== view.getUint32(MAGIC.length + 4, true) || length > content.length) {
    throw wrong("the bytes are damaged");
  }
  try {
    const header = JSON.parse(new TextDecoder().decode(content.subarray(0, length))) as PackedHeader;
    return { ...header, body: content.subarray(length) };
  } catch {
    throw wrong("the bytes are damaged");
  }
}

/** Gives a model its weights. Their shapes are those of the model: a header alone takes no memory. */
function writeWeights(model: LayersModel, weights: readonly PackedWeight[], body: Uint8Array): void {
  const own = new Map(
    model.layers.flatMap((layer) =>
      layer.weights.map((weight, place) => [weightKey(layer.name, place), weight] as const),
    ),
  );
  let offset = 0;
  for (const packed of weights) {
    const weight = own.get(packed.key);
    if (weight === undefined || String(weight.shape) !== String(packed.shape)) throw wrong("the bytes are damaged");
    const { value, length } = readWeight(packed, body.subarray(offset));
    tf.tidy(() => void weight.write(tf.tensor(value, [...packed.shape])));
    own.delete(packed.key);
    offset += length;
  }
  if (own.size > 0 || offset !== body.length) throw wrong("the bytes are damaged");
}

function readWeight(
  weight: PackedWeight,
  bytes: Uint8Array,
): { readonly value: Float32Array; readonly length: number } {
  const { shape, form, width, offset, sparse } = weight;
  const size = shape.reduce((product, one) => product * one, 1);
  const channels = shape.at(-1) ?? 1;
  const gaps = sparse === undefined ? undefined : readGaps(bytes, { ...sparse, size });
  if (sparse !== undefined && gaps === undefined) throw wrong("the bytes are damaged");
  const count = sparse?.count ?? size;
  const tableStart = gaps?.length ?? 0;
  const codesStart = tableStart + 4 * weight.table;
  const length = codesStart + Math.ceil((count * width) / 8);
  if (length > bytes.length) throw wrong("the bytes are damaged");
  // A copy: a table may begin anywhere.
  const table = new Float32Array(bytes.slice(tableStart, codesStart).buffer);
  const channelOf = (index: number) => (gaps === undefined ? index : gaps.places[index]!) % channels;
  const read = readCoded({ form, width, offset, table }, bytes.subarray(codesStart, length), count, channelOf);
  if (gaps === undefined) return { value: read, length };
  const value = new Float32Array(size);
  gaps.places.forEach((place, index) => {
    value[place] = read[index]!;
  });
  return { value, length };
}
