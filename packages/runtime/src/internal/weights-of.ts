import { ArgumentError, assertFields, formatShape, formatValue, joinBytes } from "@dark-knowledge/core";
import { float16Bits } from "@dark-knowledge/core/arrow";
import type { ModelArtifacts, Weight, WeightSpec } from "../model-artifacts.ts";

/** How many bytes a value takes in each type. */
const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

/**
 * Reads all weights of a model, by name.
 *
 * @throws ArgumentError, naming `functionName`, when a type is unknown, a name is there twice, or there are more or fewer bytes than the shapes say
 */
export function weightsOf(functionName: string, artifacts: ModelArtifacts): ReadonlyMap<string, Weight> {
  const refuse = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument: `artifacts.${argument}`, expected, received, code: "shape" });
  };
  assertFields(functionName, artifacts, { weightSpecs: "objects?" }, { argument: "artifacts", prefix: "artifacts." });
  const { weightSpecs = [], weightData = new ArrayBuffer(0) } = artifacts;
  for (const [index, spec] of weightSpecs.entries()) assertSpec(functionName, spec, `artifacts.weightSpecs[${index}]`);
  const parts: readonly unknown[] = Array.isArray(weightData) ? weightData : [weightData];
  if (!parts.every(isBuffer))
    return refuse("weightData", "must be an ArrayBuffer, or a list of them", formatValue(weightData));
  const bytes = joinBytes(parts as readonly ArrayBuffer[]);
  let at = 0;
  const decoded = weightSpecs.map((spec) => {
    const { name, shape, dtype, quantization } = spec;
    const stored = quantization?.dtype ?? dtype;
    const argument = `weightSpecs (${name})`;
    const size = Object.hasOwn(BYTES, stored) ? BYTES[stored] : undefined;
    if (size === undefined) return refuse(argument, `must be of ${Object.keys(BYTES).join(", ")}`, stored);
    const count = shape.reduce((product, one) => product * one, 1);
    const own = bytes.slice(at, at + size * count);
    at += size * count;
    if (own.length < size * count) {
      return refuse("weightData", `must hold ${name} ${formatShape(shape)} too (${at} bytes)`, `${bytes.length} bytes`);
    }
    return [name, { shape, dtype, values: valuesOf(own, stored, spec) }] as const;
  });
  if (at !== bytes.length) refuse("weightData", `must have ${at} bytes (as weightSpecs)`, `${bytes.length}`);
  const found = new Map(decoded);
  const twice = weightSpecs.find(({ name }, index) => weightSpecs.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) refuse("weightSpecs", "must have weights of different names", `two of ${twice.name}`);
  return found;
}

function assertSpec(functionName: string, spec: WeightSpec, argument: string): void {
  const prefix = `${argument}.`;
  const fields = { name: "text", shape: "numbers", dtype: "text", quantization: "object?" } as const;
  assertFields(functionName, spec, fields, { argument, prefix });
  const { shape, quantization } = spec;
  if (quantization !== undefined) {
    const names = { argument: `${prefix}quantization`, prefix: `${prefix}quantization.` };
    assertFields(functionName, quantization, { dtype: "text", scale: "number?", min: "number?" }, names);
  }
  if (shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return;
  const expected = "must be a list of sizes";
  throw new ArgumentError({
    ...{ functionName, argument: `${prefix}shape`, expected, received: formatShape(shape), code: "shape" },
  });
}

/** By its name: buffers from another realm count as well. */
function isBuffer(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]";
}

function valuesOf(bytes: Uint8Array, stored: string, { dtype, quantization }: WeightSpec): Float32Array {
  const { buffer } = bytes;
  if (stored === "float32") return new Float32Array(buffer);
  if (stored === "int32") return Float32Array.from(new Int32Array(buffer));
  if (stored === "float16") return new Float32Array(Uint32Array.from(new Uint16Array(buffer), float16Bits).buffer);
  const codes = stored === "uint16" ? new Uint16Array(buffer) : bytes;
  const { scale = 1, min = 0 } = quantization ?? {};
  const round = dtype === "int32" ? Math.round : (value: number) => value;
  // Adding 0 makes 0 of −0.
  return Float32Array.from(codes, (code) => round(code * scale + min) + 0);
}
