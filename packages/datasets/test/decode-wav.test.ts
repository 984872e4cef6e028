import { expect, test } from "vitest";
import { decodeWav } from "../src/decode-wav.ts";
import { type WavFormat, wavBytes } from "./wav-bytes.ts";

test.each<[WavFormat, readonly number[], readonly number[]]>([
  [{ bits: 8 }, [0, 128, 192, 255], [-1, 0, 0.5, 127 / 128]],
  [{ bits: 16 }, [-32_768, 0, 16_384, 32_767], [-1, 0, 0.5, 32_767 / 32_768]],
  [{ bits: 24 }, [-8_388_608, -1, 4_194_304, 8_388_607], [-1, -1 / 8_388_608, 0.5, 8_388_607 / 8_388_608]],
  [{ bits: 32 }, [-2_147_483_648, 1_073_741_824], [-1, 0.5]],
  [{ bits: 32, kind: "floats" }, [-1, 0.25, 1.5], [-1, 0.25, 1.5]],
  [{ bits: 64, kind: "floats" }, [-1, 0.1], [-1, 0.1]],
  [{ bits: 24, isExtensible: true }, [4_194_304], [0.5]],
])("decodeWav reads %o", (format, stored, wanted) => {
  expect(decodeWav(wavBytes(stored, format))).toEqual({ sampleRate: 8000, channels: [Float32Array.from(wanted)] });
});

test("decodeWav takes channels apart", () => {
  const bytes = wavBytes([16_384, 0, -16_384, 8192], { channels: 2, sampleRate: 44_100 });
  expect(decodeWav(bytes)).toEqual({
    sampleRate: 44_100,
    channels: [Float32Array.of(0.5, -0.5), Float32Array.of(0, 0.25)],
  });
});

test("decodeWav reads to the end where the length was left open, and knows an empty sound", () => {
  const bytes = wavBytes([16_384, 0]);
  bytes.writeUInt32LE(0xffffffff, bytes.indexOf("data") + 4);
  expect(decodeWav(bytes).channels).toEqual([Float32Array.of(0.5, 0)]);
  expect(decodeWav(wavBytes([])).channels).toEqual([new Float32Array()]);
});

test.each([
  [new Uint8Array(), "the bytes are no WAV file"],
  [Buffer.from("RIFF....AVI LIST"), "the bytes are no WAV file"],
  [wavBytes([1, 2]).subarray(0, 40), 'the file is damaged: it has no part "data"'],
  [wavBytes([1, 2, 3, 4]).subarray(0, -4), 'the file is truncated: its part "data" has 8 bytes, there are 4'],
  [
    wavBytes([1], { bits: 40 }),
    "the file must hold plain samples, it has format 1, 40 bits, 1 channels, 8000 samples a second; convert it to 16-bit PCM",
  ],
  [
    wavBytes([1], { channels: 0 }),
    "the file must hold plain samples, it has format 1, 16 bits, 0 channels, 8000 samples a second; convert it to 16-bit PCM",
  ],
])("decodeWav refuses bytes %#", (bytes, message) => {
  expect(() => decodeWav(bytes)).toThrow(new Error(`decodeWav: ${message}`));
});

test("decodeWav refuses what are no bytes", () => {
  expect(() => decodeWav("RIFF" as never)).toThrow('decodeWav: bytes must be a Uint8Array, got "RIFF"');
});
