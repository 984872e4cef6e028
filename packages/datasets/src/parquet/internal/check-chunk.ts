import type { Compressors } from "hyparquet";
import { checkValues } from "./check-values.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { type PageHeader, readPageHeader } from "./page-header.ts";

/**
 * Checks every count and length in a column's part of a row group, as far as the reader goes on them: they fit the bytes, and what
 * the bytes stand for has room in the memory.
 *
 * @throws Error for the first that does not
 */
export function checkChunk(chunk: ColumnChunk): void {
  const { bytes, rows, isFlat, limits } = chunk;
  const view = new DataView(bytes);
  let values = 0;
  for (let at = 0; isFlat ? values < rows : at < view.byteLength - 1; ) {
    if (at >= view.byteLength - 1) throw new RangeError(`${values} values of ${rows} rows`);
    const { header, end } = readPageHeader(view, at);
    at = end + header.storedBytes;
    if (header.kind !== "dictionary") {
      values += header.valueCount;
      if (isFlat && values > rows) throw new RangeError(`more values than ${rows} rows`);
    }
    limits.take("cells", header.valueCount);
    limits.take("bytes", header.wholeBytes);
    checkPage(chunk, header, new Uint8Array(bytes, end, header.storedBytes));
  }
  if (values < rows) throw new RangeError(`${values} values of ${rows} rows`);
}

function checkPage(chunk: ColumnChunk, header: PageHeader, stored: Uint8Array): void {
  const levelBytes = header.definitionBytes + header.repetitionBytes;
  const body = stored.subarray(levelBytes);
  const length = header.wholeBytes - levelBytes;
  const whole = header.isCompressed && length > 0 ? decompress(chunk, body, length) : body;
  if (whole.length !== length) throw new RangeError(`a page of ${whole.length} bytes, not ${length}`);
  const view = (part: Uint8Array) => new DataView(part.buffer, part.byteOffset, part.byteLength);
  checkValues(chunk, header, { levels: view(stored.subarray(0, levelBytes)), values: view(whole) });
}

function decompress({ codec, compressors }: ColumnChunk, body: Uint8Array, length: number): Uint8Array {
  if (codec === "UNCOMPRESSED") return body;
  const decompressor = compressors[codec as keyof Compressors];
  if (decompressor === undefined) throw new Error(`an unknown compression ${codec}`);
  return decompressor(body, length);
}
