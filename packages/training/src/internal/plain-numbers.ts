import type { InputDescription } from "@dark-knowledge/datasets";
import { product } from "./product.ts";

/**
 * The raw examples of each input where they are what a model takes, as they are: finite float32 numbers of the described shape, without a source or a transform.
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
    const fits = (raw: unknown) => raw instanceof Float32Array && raw.length === size && areFinite(raw);
    if (!Array.isArray(own) || !own.every(fits)) return undefined;
    plain[name] = own;
  }
  return plain;
}

/** Whether all are finite: 0 times any other is NaN. Sums that do not wait for one another take a quarter of the time of one. */
function areFinite(values: Float32Array): boolean {
  let [one, two, three, four] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let at = 0; at < whole; at += 4) {
    one += values[at]! * 0;
    two += values[at + 1]! * 0;
    three += values[at + 2]! * 0;
    four += values[at + 3]! * 0;
  }
  for (let at = whole; at < values.length; at++) one += values[at]! * 0;
  return one + two + three + four === 0;
}
