import type { InputDescription } from "@dark-knowledge/datasets";
import { product } from "./product.ts";

/**
 * The raw examples of each input where they are what a model takes, as they are: float32 numbers of the described shape, without a source or a transform; whether they are finite is not looked at.
 * Undefined where they have to be converted, or something is wrong with them.
 */
export function plainNumbers(
  descriptions: Readonly<Record<string, InputDescription>>,
  examples: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
): Readonly<Record<string, readonly Float32Array[]>> | undefined {
  const names = Object.keys(descriptions);
  const isList = Array.isArray(examples);
  if (isList && names.length !== 1) return undefined;
  const plain: Record<string, readonly Float32Array[]> = {};
  for (const name of names) {
    const { type, source, transforms, isSequence, shape } = descriptions[name]!;
    if (type !== "float32" || source !== undefined || transforms.length > 0 || isSequence) return undefined;
    const own = isList ? examples : (examples as Readonly<Record<string, readonly unknown[]>>)[name];
    const size = product(shape);
    const fits = (raw: unknown) => raw instanceof Float32Array && raw.length === size;
    if (!Array.isArray(own) || !own.every(fits)) return undefined;
    plain[name] = own;
  }
  return plain;
}
