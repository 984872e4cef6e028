import { formatValue } from "@dark-knowledge/core";
import { readArrowTable } from "@dark-knowledge/datasets/arrow";
import type { Vector } from "apache-arrow";
import { joinParts } from "../../internal/join-parts.ts";

/** The key of the schema's metadata with what an answer says besides its columns, as JSON. */
const HEAD = "dark-knowledge";

/** Kinds of Arrow's types. */
const [INT, FLOAT, BOOL, LIST, FIXED_SIZE_LIST, LARGE_LIST] = [2, 3, 6, 12, 16, 21];
const [NUMBERS, LISTS] = [
  [INT, FLOAT, BOOL],
  [LIST, FIXED_SIZE_LIST, LARGE_LIST],
];

/**
 * Reads an answer from an Arrow IPC stream that may hold anything: the object in its schema's metadata, with its
 * columns by name. A row that is null is an example without an answer.
 *
 * @throws Error when the stream is damaged, or a column has other values than numbers and lists of them
 */
export async function decodeAnswer(bytes: Uint8Array): Promise<Readonly<Record<string, unknown>>> {
  const table = await readArrowTable(bytes, { source: "the stream" });
  const { fields, metadata } = table.schema;
  const columns = fields.map(({ name }, index) => [name, valuesOf(name, table.getChildAt(index)!)] as const);
  const unanswered = columns.find(([, values]) => Array.isArray(values) && values.includes(null))?.[1] as unknown[];
  return {
    ...(unanswered && { unanswered: unanswered.map((row) => row === null) }),
    ...joinParts(headOf(metadata.get(HEAD)), columns),
  };
}

function headOf(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  let head: unknown;
  try {
    head = JSON.parse(text);
  } catch {}
  if (typeof head === "object" && head !== null) return head as Readonly<Record<string, unknown>>;
  throw new Error(`the stream has ${formatValue(text)}, no JSON object, as metadata of its schema`);
}

/** Numbers, or rows of them; floats in rows of one length stay where they are. */
function valuesOf(name: string, vector: Vector): ArrayLike<unknown> {
  const { typeId, children } = vector.type;
  // One number for each example, of which some may have no answer.
  if (NUMBERS.includes(typeId) && name === "numbers" && vector.nullCount > 0) {
    return Array.from(vector as Iterable<unknown>, (value) => (value === null ? null : Number(value)));
  }
  if (NUMBERS.includes(typeId)) return numbersOf(vector);
  const item = children?.[0]?.type;
  if (!LISTS.includes(typeId) || !NUMBERS.includes(item?.typeId)) {
    throw new Error(`the stream has ${vector.type} in the column ${formatValue(name)}; it must be numbers or lists`);
  }
  const [chunk, another] = vector.data;
  const [cells] = chunk?.children ?? [];
  const isPlain = typeId === FIXED_SIZE_LIST && item.typeId === FLOAT && item.precision > 0 && another === undefined;
  if (isPlain && chunk!.nullCount === 0 && cells!.nullCount === 0) {
    const { listSize } = vector.type;
    return Array.from({ length: vector.length }, (_, row) =>
      cells!.values.subarray(row * listSize, (row + 1) * listSize),
    );
  }
  return Array.from({ length: vector.length }, (_, row) => {
    const cell = vector.get(row) as Vector | null;
    return cell === null ? null : numbersOf(cell);
  });
}

/** Missing numbers become NaN. */
function numbersOf(vector: Vector): number[] {
  return Array.from(vector as Iterable<unknown>, (value) => (value === null ? Number.NaN : Number(value)));
}
