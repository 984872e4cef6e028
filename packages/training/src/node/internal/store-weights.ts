import { ArgumentError, joinBytes } from "@dark-knowledge/core";
import { float16sOf } from "@dark-knowledge/core/arrow";
import type { io } from "@tensorflow/tfjs-core";

/** The types in which weights are stored, from the most bytes to the fewest. */
export const STORED_WEIGHTS = ["float32", "float16", "uint8"] as const;

/** The type in which weights are stored. */
export type StoredWeights = (typeof STORED_WEIGHTS)[number];

type Spec = io.WeightsManifestEntry;

/**
 * The weights of a model, one after the other as tfjs saves them, in another type: the quantisation of tfjs, which all its
 * readers undo. Of 8 bits are kernels alone, the weights of two axes or more.
 *
 * @throws ArgumentError when a weight is not finite, or float16 cannot hold it
 */
export function storeWeights(
  functionName: string,
  { data, specs }: { readonly data: ArrayBuffer; readonly specs: readonly Spec[] },
  type: StoredWeights,
): { readonly data: Uint8Array; readonly specs: readonly Spec[] } {
  const parts: Uint8Array[] = [];
  const stored: Spec[] = [];
  let at = 0;
  for (const spec of specs) {
    const length = (spec.dtype === "bool" ? 1 : 4) * spec.shape.reduce((product, size) => product * size, 1);
    const bytes = data.slice(at, at + length);
    at += length;
    const isWhole = type === "float32" || spec.dtype !== "float32" || (type === "uint8" && spec.shape.length < 2);
    const codes = isWhole ? undefined : encode(functionName, spec.name, new Float32Array(bytes), type);
    parts.push(codes?.bytes ?? new Uint8Array(bytes));
    stored.push(codes === undefined ? spec : { ...spec, quantization: codes.quantization });
  }
  return { data: joinBytes(parts), specs: stored };
}

interface Codes {
  readonly bytes: Uint8Array;
  readonly quantization: NonNullable<Spec["quantization"]>;
}

function encode(functionName: string, name: string, values: Float32Array, type: "float16" | "uint8"): Codes {
  const halves = type === "float16" ? float16sOf(values) : undefined;
  if (halves !== undefined) return { bytes: new Uint8Array(halves.buffer), quantization: { dtype: "float16" } };
  if (type === "uint8" && values.every(Number.isFinite)) return eightBits(values);
  const expected = type === "float16" ? "within ±65,504 for float16" : "that are finite for uint8";
  throw new ArgumentError({
    ...{ functionName, argument: "model", expected: `must have weights ${expected}`, code: "range" },
    received: `others in ${name}`,
  });
}

/** 256 codes from the smallest to the largest weight; 0 has one of its own, and stays 0. */
function eightBits(values: Float32Array): Codes {
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [0, 0],
  );
  const scale = (highest - lowest) / 255 || 1;
  const min = -Math.round(-lowest / scale) * scale;
  const codeOf = (value: number) => Math.max(0, Math.min(255, Math.round((value - min) / scale)));
  return { bytes: Uint8Array.from(values, codeOf), quantization: { dtype: "uint8", scale, min } };
}
