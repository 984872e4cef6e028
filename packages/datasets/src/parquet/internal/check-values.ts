import { checkRuns } from "./check-runs.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { checkDeltaHead, readDeltaNumbers } from "./delta-numbers.ts";
import type { PageHeader } from "./page-header.ts";

/** A page in parts: the levels of one of version 2, and all that may be compressed. */
interface PageParts {
  readonly levels: DataView;
  readonly values: DataView;
}

/** Where the values of a page are that are not missing. */
export interface EncodedValues {
  /** Where they begin, after the levels. */
  readonly start: number;
  readonly known: number;
}

/** Checks the counts inside a page, each as the reader comes to it. */
export function checkValues(chunk: ColumnChunk, header: PageHeader, { levels, values }: PageParts): EncodedValues {
  const { maxDefinition, maxRepetition } = chunk;
  const { kind, valueCount } = header;
  if (kind === "dictionary") return { start: 0, known: valueCount };
  if (kind === "data-2") {
    const known = valueCount - header.nullCount;
    if (maxRepetition > 0) checkRuns(levels, 0, bitsOf(maxRepetition), valueCount);
    if (maxDefinition > 0) checkRuns(levels, header.repetitionBytes, bitsOf(maxDefinition), valueCount);
    checkEncoded(chunk, header, values, 0, known);
    return { start: 0, known };
  }
  let [at, known] = [0, valueCount];
  if (maxRepetition > 0) {
    checkRuns(values, 4, bitsOf(maxRepetition), valueCount);
    at = 4 + values.getUint32(0, true);
  }
  if (maxDefinition > 0) {
    known = checkRuns(values, at + 4, bitsOf(maxDefinition), valueCount, maxDefinition);
    at += 4 + values.getUint32(at, true);
  }
  checkEncoded(chunk, header, values, at, known);
  return { start: at, known };
}

/** Values that lie one after the other need no check: reading them ends with the bytes. */
const PLAIN = ["PLAIN", "BYTE_STREAM_SPLIT"];

function checkEncoded(chunk: ColumnChunk, header: PageHeader, view: DataView, at: number, count: number): void {
  const { encoding = "of an unknown kind" } = header;
  if (PLAIN.includes(encoding)) return;
  if (encoding === "RLE" && (chunk.type === "BOOLEAN" || header.kind === "data-2")) checkRuns(view, at + 4, 1, count);
  else if (["PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE"].includes(encoding)) {
    // A page without values may be without bytes.
    const width = count > 0 ? view.getUint8(at) : 0;
    if (width > 0 || header.kind === "data-2") checkRuns(view, at + 1, width, count);
  } else if (encoding === "DELTA_BINARY_PACKED") checkDeltaHead(view, at);
  else if (encoding === "DELTA_LENGTH_BYTE_ARRAY") checkDeltaHead(view, at);
  else if (encoding === "DELTA_BYTE_ARRAY") checkPrefixes(chunk, view, at, count);
  else throw new Error(`values in the encoding ${encoding}, which is not read`);
}

/** Each text repeats the begin of the one before, which a few bytes may make as long as they like. */
function checkPrefixes({ limits }: ColumnChunk, view: DataView, at: number, count: number): void {
  const prefixes = readDeltaNumbers(view, at, count);
  const suffixes = readDeltaNumbers(view, prefixes.end, count);
  let length = 0;
  prefixes.numbers.forEach((prefix, index) => {
    const suffix = suffixes.numbers[index]!;
    if (prefix < 0 || prefix > length || suffix < 0) throw new RangeError("a text that is longer than its parts");
    length = prefix + suffix;
    limits.take("bytes", length);
  });
}

function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}
