import { readThriftFields, type ThriftFields } from "./thrift-fields.ts";

/** The description of a page, as far as it says how much there is of what. */
export interface PageHeader {
  readonly kind: "data" | "data-2" | "dictionary";
  /** The bytes of the page in the file, and when it is decompressed. */
  readonly storedBytes: number;
  readonly wholeBytes: number;
  readonly valueCount: number;
  /** By the name that Parquet gives it; undefined for one that it does not have. */
  readonly encoding: string | undefined;
  /** Of a page of version 2, whose levels are not compressed. */
  readonly repetitionBytes: number;
  readonly definitionBytes: number;
  readonly nullCount: number;
  readonly isCompressed: boolean;
}

const KINDS: readonly (readonly [kind: PageHeader["kind"], field: number] | undefined)[] = [
  ["data", 5],
  undefined,
  ["dictionary", 7],
  ["data-2", 8],
];

const ENCODINGS: readonly string[] = [
  ...["PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED"],
  ...["DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT", "ALP"],
];

/**
 * Reads the description of a page that begins at some byte.
 *
 * @returns the description, and where the page's own bytes begin
 * @throws Error for a count or a length that is missing or negative, or a page that ends after the bytes
 * @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export function readPageHeader(view: DataView, start: number): { readonly header: PageHeader; readonly end: number } {
  const { fields, end } = readThriftFields(view, start);
  const [kind, field] = KINDS[count(fields, 1, "a page without a kind")] ?? [];
  const inner = field === undefined ? undefined : fields.get(field);
  if (kind === undefined || !(inner instanceof Map)) throw new Error("a page of an unknown kind");
  const isSecond = kind === "data-2";
  const header: PageHeader = {
    kind,
    storedBytes: count(fields, 3, "a page without a length"),
    wholeBytes: count(fields, 2, "a page without a length"),
    valueCount: count(inner, 1, "a page without a number of values"),
    encoding: ENCODINGS[count(inner, isSecond ? 4 : 2, "a page without an encoding")],
    nullCount: isSecond ? count(inner, 2, "a page without a number of nulls") : 0,
    definitionBytes: isSecond ? count(inner, 5, "a page without lengths of levels") : 0,
    repetitionBytes: isSecond ? count(inner, 6, "a page without lengths of levels") : 0,
    isCompressed: inner.get(7) !== false,
  };
  const levelBytes = header.definitionBytes + header.repetitionBytes;
  if (header.storedBytes > view.byteLength - end || levelBytes > Math.min(header.storedBytes, header.wholeBytes)) {
    throw new RangeError("a page that is longer than the bytes");
  }
  if (header.nullCount > header.valueCount) throw new RangeError("a page with more nulls than values");
  return { header, end };
}

function count(fields: ThriftFields, field: number, problem: string): number {
  const value = fields.get(field);
  if (typeof value === "number" && value >= 0) return value;
  throw new Error(problem);
}
