import { formatValue, oneLine } from "@dark-knowledge/core";

/** Numbers as they go through a pipe: little-endian, four bytes each. */
export type FrameArray = Float32Array | Int32Array;

/** One message: a line of JSON, and the bytes of the arrays that its `arrays` lists as `[name, type, shape]`. */
export interface Frame {
  readonly head: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, FrameArray>>;
}

/** Of a longer line nothing is kept. */
const MOST_HEAD_BYTES = 2 ** 28;
const MOST_ARRAY_BYTES = 2 ** 31;
const NEWLINE = 10;

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

/** Cuts a stream of bytes into messages. Each call takes a chunk and gives the messages that it completes. */
export function createFrameReader(): (chunk: Uint8Array) => Frame[] {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let head: Head | undefined;

  /** The first `count` bytes of what is there; the rest stays. */
  function take(count: number): Uint8Array<ArrayBuffer> {
    const taken = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const part = chunks[0]!.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      if (part.length === chunks[0]!.length) chunks.shift();
      else chunks[0] = chunks[0]!.subarray(part.length);
    }
    length -= count;
    return taken;
  }

  /** How many bytes the first line has, with its end. */
  function lineLength(): number | undefined {
    let before = 0;
    for (const chunk of chunks) {
      const at = chunk.indexOf(NEWLINE);
      if (at >= 0) return before + at + 1;
      before += chunk.length;
    }
    if (length > MOST_HEAD_BYTES) throw new Error(`wrote a line of more than ${MOST_HEAD_BYTES} bytes`);
    return undefined;
  }

  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    const frames: Frame[] = [];
    for (;;) {
      if (head === undefined) {
        const line = lineLength();
        if (line === undefined) break;
        head = parseHead(new TextDecoder().decode(take(line)));
      }
      if (length < head.bytes) break;
      frames.push(readArrays(head, take(head.bytes)));
      head = undefined;
    }
    return frames;
  };
}

interface Head {
  readonly json: Readonly<Record<string, unknown>>;
  readonly arrays: readonly { readonly name: string; readonly isFloat: boolean; readonly count: number }[];
  readonly bytes: number;
}

function parseHead(line: string): Head {
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
    return { name: name as string, isFloat: type === "float32", count };
  });
  return { json: rest, arrays, bytes: 4 * arrays.reduce((sum, { count }) => sum + count, 0) };
}

function readArrays({ json, arrays }: Head, bytes: Uint8Array<ArrayBuffer>): Frame {
  let at = 0;
  const read = arrays.map(({ name, isFloat, count }) => {
    const values = isFloat ? new Float32Array(bytes.buffer, at, count) : new Int32Array(bytes.buffer, at, count);
    at += 4 * count;
    return [name, values] as const;
  });
  return { head: json, arrays: Object.fromEntries(read) };
}
