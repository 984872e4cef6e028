import { oneLine } from "@dark-knowledge/core";
import { readArrowMessage } from "@dark-knowledge/core/arrow";
import { type ByteQueue, createByteQueue } from "./byte-queue.ts";
import { type Frame, type FrameHead, parseHead, readArrays } from "./frames.ts";

/** One message of a process: a line of JSON with its arrays, or the bytes of an Arrow IPC stream. */
export type Message = { readonly frame: Frame } | { readonly stream: Uint8Array<ArrayBuffer> };

/** Of a longer line nothing is kept. */
const MOST_HEAD_BYTES = 2 ** 28;
const MOST_STREAM_BYTES = 2 ** 31;
const NEWLINE = 10;
/** Begins a message of Arrow's, and no text. */
const ARROW_BYTE = 255;

/**
 * Cuts a stream of bytes into messages. Each call takes a chunk and gives the messages that it completes. The first
 * byte of each says what it is.
 */
export function createMessageReader(): (chunk: Uint8Array) => Message[] {
  const queue = createByteQueue();
  const [nextFrame, nextStream] = [createFrameCutter(queue), createStreamCutter(queue)];
  let next: (() => Message | undefined) | undefined;
  return (chunk) => {
    queue.push(chunk);
    const messages: Message[] = [];
    while (queue.length > 0) {
      next ??= queue.peek(1)[0] === ARROW_BYTE ? nextStream : nextFrame;
      const message = next();
      if (message === undefined) break;
      messages.push(message);
      next = undefined;
    }
    return messages;
  };
}

/** Takes one line of JSON and its arrays, as soon as all of it is there. */
function createFrameCutter(queue: ByteQueue): () => Message | undefined {
  let head: FrameHead | undefined;
  return () => {
    if (head === undefined) {
      const end = queue.indexOf(NEWLINE);
      if (end < 0) {
        if (queue.length > MOST_HEAD_BYTES) throw new Error(`wrote a line of more than ${MOST_HEAD_BYTES} bytes`);
        return undefined;
      }
      head = parseHead(new TextDecoder().decode(queue.take(end + 1)));
    }
    if (queue.length < head.bytes) return undefined;
    const frame = readArrays(head, queue.take(head.bytes));
    head = undefined;
    return { frame };
  };
}

/** Takes one Arrow IPC stream, up to the marker of its end, as soon as all of it is there. */
function createStreamCutter(queue: ByteQueue): () => Message | undefined {
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  let step: "prefix" | "length" | "metadata" | "body" = "prefix";
  let need = 4;

  /** The step after a piece; undefined after the last. */
  function after(piece: Uint8Array): typeof step | undefined {
    if (step === "body") return go("prefix", 4);
    if (step === "metadata") return go("body", bodyLength(piece));
    const number = new DataView(piece.buffer).getInt32(0, true);
    // A length comes after a marker, except in streams of long ago.
    if (step === "prefix" && number === -1) return go("length", 4);
    return number === 0 ? undefined : go("metadata", number);
  }
  function go(to: typeof step, count: number): typeof step {
    if (!(count >= 0 && bytes + count <= MOST_STREAM_BYTES)) throw broken(`a message of ${count} bytes`);
    need = count;
    return to;
  }

  return () => {
    while (queue.length >= need) {
      const piece = queue.take(need);
      pieces.push(piece);
      bytes += need;
      const then = after(piece);
      step = then ?? "prefix";
      if (then !== undefined) continue;
      const stream = joinPieces(pieces, bytes);
      [pieces, bytes, need] = [[], 0, 4];
      return { stream };
    }
    return undefined;
  };
}

function bodyLength(metadata: Uint8Array): number {
  try {
    return readArrowMessage(metadata).bodyLength;
  } catch (error) {
    throw broken((error as Error).message);
  }
}

function broken(why: string): Error {
  return new Error(`wrote a broken Arrow stream (${oneLine(why, 100)})`);
}

function joinPieces(pieces: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
