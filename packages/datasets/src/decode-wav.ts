import { formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";

/** Result of {@link decodeWav}. */
export interface RawSound {
  /** Samples per second. */
  readonly sampleRate: number;
  /** The samples of each channel, from −1 to 1. */
  readonly channels: readonly Float32Array[];
}

/**
 * Decodes a WAV file of integers of 8, 16, 24 or 32 bits, or floats of 32 or 64. Integers become numbers from −1 to 1: those of 16 bits are
 * divided by 32,768.
 *
 * @param bytes the contents of the file
 * @throws Error when it is not a WAV file, damaged, or compressed
 *
 * @example
 * ```ts
 * import { decodeWav } from "@dark-knowledge/datasets";
 *
 * const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
 * const uint32 = (value: number) => [value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24];
 * // Integers, one channel, 8,000 samples a second, 16 bits.
 * const format = [1, 0, 1, 0, ...uint32(8000), ...uint32(16_000), 2, 0, 16, 0];
 * const samples = [0x00, 0x40, 0x00, 0x80];
 * const parts = [...ascii("WAVEfmt "), ...uint32(16), ...format, ...ascii("data"), ...uint32(4), ...samples];
 * const bytes = Uint8Array.of(...ascii("RIFF"), ...uint32(parts.length), ...parts);
 * decodeWav(bytes); // => { sampleRate: 8000, channels: [[0.5, -1]] }
 * ```
 */
export function decodeWav(bytes: Uint8Array): RawSound {
  if (!(bytes instanceof Uint8Array)) fail("decodeWav", "dtype", "bytes", "must be a Uint8Array", formatValue(bytes));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (text(0) !== "RIFF" || text(8) !== "WAVE") throw new Error("decodeWav: the bytes are no WAV file");
  const format = readFormat(view, findChunk(view, text, "fmt "));
  const data = findChunk(view, text, "data");
  const { channelCount, sampleRate, read, size } = format;
  const frames = Math.floor(data.length / (size * channelCount));
  const channels = Array.from({ length: channelCount }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) => read(data.start + (frame * channelCount + channel) * size)),
  );
  return { sampleRate, channels };
}

interface Chunk {
  readonly start: number;
  readonly length: number;
}

function findChunk(view: DataView, text: (at: number) => string, name: string): Chunk {
  let at = 12;
  while (at + 8 <= view.byteLength) {
    const length = view.getUint32(at + 4, true);
    const rest = view.byteLength - at - 8;
    // Programs that write as they record leave the length of the sound open.
    const isOpen = name === "data" && (length === 0 || length === 0xffffffff);
    if (text(at) === name) {
      if (length <= rest || isOpen) return { start: at + 8, length: isOpen ? rest : length };
      throw new Error(
        `decodeWav: the file is truncated: its part ${JSON.stringify(name.trim())} has ${length} bytes, there are ${rest}`,
      );
    }
    // Chunks begin at even places.
    at += 8 + length + (length & 1);
  }
  throw new Error(`decodeWav: the file is damaged: it has no part ${JSON.stringify(name.trim())}`);
}

interface SampleFormat {
  readonly channelCount: number;
  readonly sampleRate: number;
  /** Bytes of a sample. */
  readonly size: number;
  readonly read: (at: number) => number;
}

const INTEGERS = 1;
const FLOATS = 3;
const EXTENSIBLE = 0xfffe;

function readFormat(view: DataView, { start, length }: Chunk): SampleFormat {
  if (length < 16) throw new Error(`decodeWav: the file is damaged: its format has ${length} bytes`);
  const code = view.getUint16(start, true);
  // The true one is further on.
  const kind = code === EXTENSIBLE && length >= 26 ? view.getUint16(start + 24, true) : code;
  const channelCount = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const bits = view.getUint16(start + 14, true);
  const read = readers(view)[`${kind}/${bits}`];
  if (read === undefined || channelCount === 0 || sampleRate === 0) {
    const found = `format ${kind}, ${bits} bits, ${channelCount} channels, ${sampleRate} samples a second`;
    throw new Error(`decodeWav: the file must hold plain samples, it has ${found}; convert it to 16-bit PCM`);
  }
  return { channelCount, sampleRate, size: bits / 8, read };
}

/** How samples are read, by format and bits. */
function readers(view: DataView): Readonly<Record<string, (at: number) => number>> {
  return {
    [`${INTEGERS}/8`]: (at) => (view.getUint8(at) - 128) / 128,
    [`${INTEGERS}/16`]: (at) => view.getInt16(at, true) / 2 ** 15,
    [`${INTEGERS}/24`]: (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
    [`${INTEGERS}/32`]: (at) => view.getInt32(at, true) / 2 ** 31,
    [`${FLOATS}/32`]: (at) => view.getFloat32(at, true),
    [`${FLOATS}/64`]: (at) => view.getFloat64(at, true),
  };
}
