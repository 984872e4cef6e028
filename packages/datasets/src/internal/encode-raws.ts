import type { ColumnParts, ColumnValues } from "../column.ts";
import type { Source, SourceKind } from "../source.ts";
import { product } from "./product.ts";

/** Numbers the texts that it is asked about. */
export interface Names {
  numberOf(text: string): number;
}

/** Raw examples as the stored numbers of a column. Errors begin with `functionName`. */
export function encodeRaws(
  functionName: string,
  raws: Iterable<unknown>,
  source: Source,
  kind: SourceKind,
  names: Names,
): Pick<ColumnParts, "values" | "shape" | "offsets"> {
  const shape = kind.shape(source);
  const size = product(shape);
  const examples: ArrayLike<number>[] = [];
  const offsets = [0];
  let length = 0;
  for (const raw of raws) {
    const index = examples.length;
    const encoded = encodeOne(functionName, index, raw, source, kind);
    const example = kind.hasNames ? Array.from(encoded as readonly string[], names.numberOf) : (encoded as number[]);
    const isWhole = kind.isSequence ? example.length % size === 0 : example.length === size;
    if (!isWhole) throw new Error(`${functionName}: raws[${index}] gave ${example.length} numbers, not ${size}`);
    examples.push(example);
    length += example.length;
    offsets.push(length / size);
  }
  const values: ColumnValues = new { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }[kind.type](length);
  examples.forEach((example, index) => {
    values.set(example, offsets[index]! * size);
  });
  return { values, shape, ...(kind.isSequence ? { offsets: Int32Array.from(offsets) } : {}) };
}

function encodeOne(functionName: string, index: number, raw: unknown, source: Source, kind: SourceKind) {
  try {
    return kind.encode(raw, source);
  } catch (error) {
    throw new Error(`${functionName}: raws[${index}] ${(error as Error).message}`, { cause: error });
  }
}
