import { expect, test } from "vitest";
import { type IdxData, readIdx } from "../src/read-idx.ts";
import { idxBytes } from "./idx-bytes.ts";

// The elements are written out by hand: big-endian two's complement and IEEE 754.
test.each<[string, number, number[], IdxData]>([
  ["unsigned bytes", 0x08, [0, 128, 255], Uint8Array.of(0, 128, 255)],
  ["signed bytes", 0x09, [127, 128, 255], Int8Array.of(127, -128, -1)],
  ["16-bit integers", 0x0b, [0x01, 0x02, 0xff, 0xfe, 0x80, 0x00], Int16Array.of(258, -2, -32768)],
  ["32-bit integers", 0x0c, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xfd, 0, 0, 0, 7], Int32Array.of(65536, -3, 7)],
  ["float32", 0x0d, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0, 0, 0, 0, 0], Float32Array.of(1, -2.5, 0)],
  [
    "float64",
    0x0e,
    [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0x04, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    Float64Array.of(1, -2.5, 0),
  ],
])("readIdx reads %s", (_, type, elements, data) => {
  expect(readIdx(idxBytes(type, [1, 3], elements))).toEqual({ shape: [1, 3], data });
});

test("readIdx reads bytes that begin in the middle of a buffer, and copies them", () => {
  const bytes = new Uint8Array([9, 9, 9, ...idxBytes(0x08, [2], [5, 6])]).subarray(3);
  const { data } = readIdx(bytes);
  bytes.fill(0);
  expect(data).toEqual(Uint8Array.of(5, 6));
});

test("readIdx reads sizes above 2³¹ as unsigned, and arrays of no axes as one element", () => {
  expect(() => readIdx(idxBytes(0x08, [2 ** 31 + 1], []))).toThrow("takes 2147483657 bytes, got 8");
  expect(readIdx(idxBytes(0x08, [], [3]))).toEqual({ shape: [], data: Uint8Array.of(3) });
  expect(readIdx(idxBytes(0x0c, [0, 4], []))).toEqual({ shape: [0, 4], data: new Int32Array() });
});

test.each<[string, Uint8Array, string]>([
  ["nothing", new Uint8Array(), "the file must begin with two zero bytes, type and axes, got []"],
  [
    "three bytes",
    Uint8Array.of(0, 0, 8),
    "the file must begin with two zero bytes, type and axes, got [0x00, 0x00, 0x08]",
  ],
  [
    "another magic number",
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47),
    "the file must begin with two zero bytes, type and axes, got [0x89, 0x50, 0x4e, 0x47]",
  ],
  [
    "gzip",
    Uint8Array.of(0x1f, 0x8b, 8, 0, 0),
    "the file must begin with two zero bytes, type and axes, got [0x1f, 0x8b, 0x08, 0x00] (gzip: decompress it first)",
  ],
  [
    "an unknown type",
    idxBytes(0x0a, [1], [0]),
    "the element type must be one of 0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e, got 0x0a",
  ],
  [
    "half a header",
    idxBytes(0x08, [1, 2], []).subarray(0, 11),
    "the file is truncated: the header of 2 axes takes 12 bytes, got 11",
  ],
  [
    "too few elements",
    idxBytes(0x0b, [2, 2], [1, 2, 3, 4, 5, 6, 7]),
    "the file is truncated: shape [2, 2] at 2 bytes an element takes 20 bytes, got 19",
  ],
  [
    "too many elements",
    idxBytes(0x08, [2], [1, 2, 3]),
    "the file has trailing bytes: shape [2] at 1 byte an element takes 10 bytes, got 11",
  ],
  [
    "more elements than can be counted",
    idxBytes(0x08, new Array(16).fill(2 ** 32 - 1), []),
    `the file is truncated: shape [${new Array(16).fill(2 ** 32 - 1).join(", ")}] at 1 byte an element takes 1.340780787999462e+154 bytes, got 68`,
  ],
  ["too many axes", Uint8Array.of(0, 0, 8, 255), "the file must have at most 16 axes, got 255"],
  [
    "a large axis without elements",
    idxBytes(0x08, [0, 2 ** 31 - 1], []),
    "without elements an axis may have at most 65536, got shape [0, 2147483647]",
  ],
])("readIdx refuses %s", (_, bytes, message) => {
  expect(() => readIdx(bytes)).toThrow(new Error(`readIdx: ${message}`));
});
