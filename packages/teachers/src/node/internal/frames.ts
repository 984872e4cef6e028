import { formatValue, oneLine } from "@dark-knowledge/core";

/** Numbers as they go through a pipe: little-endian, four bytes each. */
export type FrameArray = Float32Array | Int32Array;

/** One message: a line of JSON, and the bytes of the arrays that its `arrays` lists as `[name, type, shape]`. */
export interface Frame {
  readonly head: Readonly<Record<string, unknown>>;
  /** A list of rows where one has several numbers, so that those of another table are not taken for these. */
  readonly arrays: Readonly<Record<string, FrameArray | readonly FrameArray[]>>;
}

const MOST_ARRAY_BYTES = 2 ** 31;

/** The bytes of a message. */
export function encodeFrame(
  head: Readonly<Record<string, unknown>>,
  arrays: readonly { readonly name: string; readonly values: FrameArray; readonly shape: readonly number[] }[],
): Uint8Array[] {
  const list = arrays.map(({ name, values, shape }) => [
    name,
    values instanceof Float32Array ? "float32" : "int32",
    shape,
  ]);
  return [
    new TextEncoder().encode(`${JSON.stringify({ ...head, arrays: list })}\n`),
    ...arrays.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  ];
}

/** The first line of a message, and how many bytes of arrays come after it. */
export interface FrameHead {
  readonly json: Readonly<Record<string, unknown>>;
  readonly arrays: readonly {
    readonly name: string;
    readonly isFloat: boolean;
    readonly count: number;
    /** The length of its first axis, where a row has several numbers. */
    readonly rows: number | undefined;
  }[];
  readonly bytes: number;
}

/** Reads the first line of a message. */
export function parseHead(line: string): FrameHead {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new Error(
      `wrote ${formatValue(oneLine(line, 60))} where a line of JSON was expected; its output must be answers alone`,
    );
  }
  if (typeof json !== "object" || json === null)
    throw new Error(`wrote ${formatValue(oneLine(line, 60))}, no JSON object`);
  const { arrays: list = [], ...rest } = json as { arrays?: unknown };
  const arrays = (Array.isArray(list) ? list : [list]).map((entry) => {
    const [name, type, shape] = Array.isArray(entry) ? entry : [];
    const isRight =
      typeof name === "string" &&
      (type === "float32" || type === "int32") &&
      Array.isArray(shape) &&
      shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    const count = isRight ? (shape as number[]).reduce((product, size) => product * size, 1) : NaN;
    if (!(4 * count <= MOST_ARRAY_BYTES)) {
      throw new Error(
        `announced the array ${oneLine(JSON.stringify(entry) ?? "", 60)}; it must be [name, "float32" or "int32", shape]`,
      );
    }
    const [first] = shape as number[];
    const rows = first === count ? undefined : first;
    return { name: name as string, isFloat: type === "float32", count, rows };
  });
  return { json: rest, arrays, bytes: 4 * arrays.reduce((sum, { count }) => sum + count, 0) };
}

/** Completes a message by the bytes of its arrays. */
export function readArrays({ json, arrays }: FrameHead, bytes: Uint8Array<ArrayBuffer>): Frame {
  let at = 0;
  const read = arrays.map(({ name, isFloat, count, rows }) => {
    const values = isFloat ? new Float32Array(bytes.buffer, at, count) : new Int32Array(bytes.buffer, at, count);
    at += 4 * count;
    return [name, rows === undefined ? values : rowsOf(values, rows)] as const;
  });
  return { head: json, arrays: Object.fromEntries(read) };
}

function rowsOf(values: FrameArray, rows: number): readonly FrameArray[] {
  const width = values.length / Math.max(1, rows);
  return Array.from({ length: rows }, (_, row) => values.subarray(row * width, (row + 1) * width));
}
