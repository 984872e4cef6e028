import {
  type ArrowMessage,
  arrowPrefixLength,
  findArrowFooter,
  readArrowFooter,
  readArrowMessage,
} from "@dark-knowledge/core/arrow";
import type { FileLimits } from "../../internal/file-limits.ts";

const MAGIC = "ARROW1";

/** A message, and where the next one begins. */
interface PlacedMessage extends ArrowMessage {
  readonly next: number;
}

/**
 * Compares every count and length in the metadata of an Arrow IPC file or stream with the bytes that are there. `apache-arrow` believes
 * all of them, and would follow a few changed bytes for hours, or fill the memory.
 *
 * @throws RangeError when something has no room in the bytes, or stands for more than they may
 */
export function checkMessages(bytes: Uint8Array, limits: FileLimits): void {
  if (!startsWithMagic(bytes)) {
    let schemas = 0;
    for (let at = 0; at < bytes.length; ) {
      const message = messageAt(bytes, at);
      if (message === undefined) break;
      if (message.kind === "schema") schemas++;
      if (message.kind === "other") throw new RangeError("a message of an unknown kind");
      checkBatch(message, limits);
      at = message.next;
    }
    if (schemas !== 1) throw new RangeError(`${schemas} schemas, not one`);
    return;
  }
  const { dictionaries, recordBatches } = readArrowFooter(findArrowFooter(bytes));
  let taken = 0;
  const blocks = [
    ...dictionaries.map(({ offset }) => ({ offset, kind: "dictionary" })),
    ...recordBatches.map(({ offset }) => ({ offset, kind: "batch" })),
  ];
  for (const { offset, kind } of blocks) {
    const message = messageAt(bytes, offset);
    // At one of another kind the library does not go on to the next block.
    if (message?.kind !== kind) throw new RangeError(`no ${kind} where one should be`);
    // A block that is listed many times is read as often.
    taken += message.next - offset;
    if (taken > bytes.length) throw new RangeError("blocks that are longer than the file together");
    checkBatch(message, limits);
  }
}

function startsWithMagic(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, MAGIC.length)) === MAGIC;
}

/** The message at a place; undefined at the end of a stream. */
function messageAt(bytes: Uint8Array, at: number): PlacedMessage | undefined {
  const metadata = at + arrowPrefixLength(bytes, at);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(metadata - 4, true);
  if (length === 0) return undefined;
  const body = metadata + length;
  if (length < 0 || body > bytes.length) throw new RangeError("a message that is longer than the file");
  const message = readArrowMessage(bytes.subarray(metadata, body));
  if (!(message.bodyLength >= 0 && body + message.bodyLength <= bytes.length)) {
    throw new RangeError("a message whose body is longer than the file");
  }
  return { ...message, next: body + message.bodyLength };
}

function checkBatch({ batch, bodyLength }: ArrowMessage, limits: FileLimits): void {
  if (batch === undefined) return;
  const { length, nodes, buffers, variadicCounts } = batch;
  for (const count of [length, ...nodes.map((node) => node.length)]) {
    if (count < 0) throw new RangeError(`${count} rows`);
    limits.take("cells", count);
  }
  for (const buffer of buffers) {
    const isInside = buffer.offset >= 0 && buffer.length >= 0 && buffer.offset + buffer.length <= bodyLength;
    if (!isInside) throw new RangeError("values that lie outside of their body");
  }
  const variadic = variadicCounts.reduce((sum, count) => sum + (count < 0 ? Infinity : count), 0);
  if (variadic > buffers.length) throw new RangeError("more buffers than are there");
}
