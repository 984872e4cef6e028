import { oneLine } from "@dark-knowledge/core";
import type { io } from "@tensorflow/tfjs-core";
import { isObject } from "../../internal/is-object.ts";
import { product } from "../../internal/product.ts";

/** The checked content of `model.json`: every weight has a shape and a type, every file a plain name. */
export interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly WeightsGroup[];
}

/** Files that hold some weights, one behind another. */
interface WeightsGroup {
  readonly paths: readonly string[];
  readonly weights: readonly io.WeightsManifestEntry[];
  /** How long the files are together. */
  readonly bytes: number;
}

/** Layers within layers; a few for each model that is a layer of another. */
const MOST_DEPTH = 100;

/** In the file; a quantized weight is stored in its quantized type. */
const BYTES: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, bool: 1, complex64: 8 },
  ...{ uint8: 1, uint16: 2, float16: 2 },
};

/** A file that describes no model; the message says what it has, in words that follow its name. */
export class ModelJsonError extends Error {}

/** @throws ModelJsonError */
export function parseModelJson(text: string): ModelJson {
  const parsed = parseText(text);
  const { modelTopology, weightsManifest } = isObject(parsed) ? parsed : {};
  if (!isObject(modelTopology) || !Array.isArray(weightsManifest)) {
    throw new ModelJsonError("is not a tfjs layers model: it has no modelTopology and weightsManifest");
  }
  const groups = weightsManifest.map(readGroup);
  assertTopology(
    modelTopology,
    groups.flatMap(({ weights }) => weights).reduce((sum, one) => sum + product(one.shape), 0),
  );
  return { modelTopology, weightsManifest: groups };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ModelJsonError(`is not JSON (${oneLine((error as Error).message)}); copy the model again`);
  }
}

function readGroup(group: unknown, index: number): WeightsGroup {
  const where = `weightsManifest[${index}]`;
  if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
    throw new ModelJsonError(`has a ${where} without a list of paths and one of weights`);
  }
  const { paths, weights } = group;
  // Plain names: a model from elsewhere must not lead out of its directory.
  const foreign = paths.findIndex((path) => typeof path !== "string" || !/^[\w-][\w.-]*$/.test(path));
  if (foreign >= 0) {
    throw new ModelJsonError(
      `must name files of its own directory, got ${oneLine(JSON.stringify(paths[foreign]))} (${where}.paths[${foreign}])`,
    );
  }
  weights.forEach((weight, k) => {
    if (!isWeight(weight))
      throw new ModelJsonError(`has a weight without a name, a shape or a known type (${where}.weights[${k}])`);
  });
  const bytes = (weights as io.WeightsManifestEntry[]).reduce((sum, weight) => sum + byteLength(weight), 0);
  if (!Number.isSafeInteger(bytes))
    throw new ModelJsonError(`has weights of more bytes than can be counted (${where})`);
  return { paths, weights, bytes };
}

function isWeight(weight: unknown): weight is io.WeightsManifestEntry {
  if (!isObject(weight) || typeof weight.name !== "string" || !isShape(weight.shape)) return false;
  const { dtype, quantization } = weight;
  if (typeof dtype !== "string" || !Object.hasOwn(BYTES, dtype)) return false;
  if (quantization === undefined) return true;
  if (!isObject(quantization) || !["uint8", "uint16", "float16"].includes(quantization.dtype as string)) return false;
  return quantization.dtype === "float16" || [quantization.scale, quantization.min].every(Number.isFinite);
}

function isShape(shape: unknown): boolean {
  return Array.isArray(shape) && shape.length <= 16 && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function byteLength(weight: io.WeightsManifestEntry): number {
  return product(weight.shape) * BYTES[weight.quantization?.dtype ?? weight.dtype]!;
}

/** The settings for which a layer has at least one weight each. */
const WIDTHS = new Set(["units", "filters"]);

/**
 * Goes through a topology without calling itself: tfjs builds it by recursion, and takes memory for as many units as it says
 * before it compares them with the weights.
 */
function assertTopology(topology: object, weightCount: number): void {
  const waiting: [value: object, depth: number][] = [[topology, 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [value, depth] = next;
    if (depth > MOST_DEPTH) throw new ModelJsonError(`has layers in layers, more than ${MOST_DEPTH} deep`);
    for (const [key, member] of Object.entries(value)) {
      if (WIDTHS.has(key) && typeof member === "number" && !(member <= weightCount)) {
        throw new ModelJsonError(`has a layer of ${member} ${key}, but ${weightCount} weights in all`);
      }
      if (typeof member === "object" && member !== null) waiting.push([member, depth + 1]);
    }
  }
}
