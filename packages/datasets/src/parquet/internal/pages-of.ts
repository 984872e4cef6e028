import type { Compressors } from "hyparquet";
import { checkValues, type EncodedValues } from "./check-values.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { type PageHeader, readPageHeader } from "./page-header.ts";

/** A page of which every count and length has been checked. */
export interface Page extends EncodedValues {
  readonly header: PageHeader;
  /** The levels of a page of version 2; empty for others. */
  readonly levels: DataView;
  /** The rest of the page, decompressed. */
  readonly values: DataView;
  /** How many bytes before it are of no use any more, once its levels are read. */
  readonly spent: number;
}

/**
 * Goes through the pages of a column's part of a row group, and checks every count and length, as far as readers go on them: they fit
 * the bytes, and what the bytes stand for has room in the memory.
 *
 * @throws Error for the first that does not
 */
export function* pagesOf(chunk: ColumnChunk): Generator<Page> {
  const { bytes, rows, isFlat, limits } = chunk;
  const view = viewOf(bytes);
  let values = 0;
  for (let at = 0; isFlat ? values < rows : at < view.byteLength - 1; ) {
    if (at >= view.byteLength - 1) throw new RangeError(`${values} values of ${rows} rows`);
    const { header, end } = readPageHeader(view, at);
    const spent = end - at;
    at = end + header.storedBytes;
    if (header.kind !== "dictionary") {
      values += header.valueCount;
      if (isFlat && values > rows) throw new RangeError(`more values than ${rows} rows`);
    }
    limits.take("cells", header.valueCount);
    limits.take("bytes", header.wholeBytes);
    yield pageOf(chunk, header, bytes.subarray(end, at), spent);
  }
  if (values < rows) throw new RangeError(`${values} values of ${rows} rows`);
}

function pageOf(chunk: ColumnChunk, header: PageHeader, stored: Uint8Array, headerBytes: number): Page {
  const levelBytes = header.definitionBytes + header.repetitionBytes;
  const body = stored.subarray(levelBytes);
  const length = header.wholeBytes - levelBytes;
  const whole = header.isCompressed && length > 0 ? decompress(chunk, body, length) : body;
  if (whole.length !== length) throw new RangeError(`a page of ${whole.length} bytes, not ${length}`);
  const parts = { levels: viewOf(stored.subarray(0, levelBytes)), values: viewOf(whole) };
  const spent = whole === body ? headerBytes + levelBytes : 0;
  return { header, ...parts, spent, ...checkValues(chunk, header, parts) };
}

function decompress({ codec, compressors }: ColumnChunk, body: Uint8Array, length: number): Uint8Array {
  if (codec === "UNCOMPRESSED") return body;
  const decompressor = compressors[codec as keyof Compressors];
  if (decompressor === undefined) throw new Error(`an unknown compression ${codec}`);
  return decompressor(body, length);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
