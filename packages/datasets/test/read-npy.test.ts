import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { readNpy, readNpz } from "../src/read-npy.ts";

// What fixtures/make-arrays.py prints.
const ARRAYS = [
  "UEsDBC0AAAAIAAAAIQDZ6owY//////////8JABQAYm9vbHMubnB5AQAQAIYAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBek2SorqOgnp",
  "ZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy5GBhAEAFBLAwQtAAAACAAAACEAfp7Xz///////////CQAUAGJ5dGVzLm5weQEAEACG",
  "AAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKxpo6CrUKZAMuBkYmZh",
  "ZWAFBLAwQtAAAACAAAACEAx2YIR///////////CgAUAHNob3J0cy5ucHkBABAAjAAAAAAAAABTAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6XaaSu",
  "o6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgaG//////v/9/+f/78BUEsDBC0AAAAIAAAAIQDsBBIx//////////8JABQAbG",
  "9uZ3MubnB5AQAQALAAAAAAAAAAZQAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrG",
  "mjoKtQpkA66f/yHg56KHggxA8NP1sDKYfrHEFEx3t7mDab2MSBANAFBLAwQtAAAACAAAACEAtJD+U///////////CgAUAGhhbHZlcy5ucHkBABAAjAAAAA",
  "AAAABSAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqSuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CsaaOgq1CmQDLgaGUNNQSwab",
  "UNvVdgBQSwMELQAAAAgAAAAhAIooZHP//////////woAFABmbG9hdHMubnB5AQAQAJgAAAAAAAAAXAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2",
  "airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GIFD1FLJT9Zxktz33NpAWss+7bWYPAFBLAwQtAAAACAAAACEAm2E45P//",
  "////////CwAUAGRvdWJsZXMubnB5AQAQALAAAAAAAAAAXQAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChIPKSpNBQ",
  "oXZyQWpAK5GkY6CsaaOgq1CuQDLgYoCAWDq/YyxwuBaA+UvgOlz9gXgRkP7QFQSwMELQAAAAgAAAAhADW0OpP//////////woAFABzY2FsYXIubnB5AQAQ",
  "AIgAAAAAAAAARwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqaOgq1ChQBLgYwYHEAAF",
  "BLAwQtAAAACAAAACEAMTcJ4///////////CAAUAG5vbmUubnB5AQAQAIAAAAAAAAAARgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ahrqOgnpZf",
  "VFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RoGOgommjoKtQpkAy4AUEsBAi0DLQAAAAgAAAAhANnqjBhKAAAAhgAAAAkAAAAAAAAAAAAAAIABAAAAAGJvb2",
  "xzLm5weVBLAQItAy0AAAAIAAAAIQB+ntfPTAAAAIYAAAAJAAAAAAAAAAAAAACAAYUAAABieXRlcy5ucHlQSwECLQMtAAAACAAAACEAx2YIR1MAAACMAAAA",
  "CgAAAAAAAAAAAAAAgAEMAQAAc2hvcnRzLm5weVBLAQItAy0AAAAIAAAAIQDsBBIxZQAAALAAAAAJAAAAAAAAAAAAAACAAZsBAABsb25ncy5ucHlQSwECLQ",
  "MtAAAACAAAACEAtJD+U1IAAACMAAAACgAAAAAAAAAAAAAAgAE7AgAAaGFsdmVzLm5weVBLAQItAy0AAAAIAAAAIQCKKGRzXAAAAJgAAAAKAAAAAAAAAAAA",
  "AACAAckCAABmbG9hdHMubnB5UEsBAi0DLQAAAAgAAAAhAJthOORdAAAAsAAAAAsAAAAAAAAAAAAAAIABYQMAAGRvdWJsZXMubnB5UEsBAi0DLQAAAAgAAA",
  "AhADW0OpNHAAAAiAAAAAoAAAAAAAAAAAAAAIAB+wMAAHNjYWxhci5ucHlQSwECLQMtAAAACAAAACEAMTcJ40YAAACAAAAACAAAAAAAAAAAAAAAgAF+BAAA",
  "bm9uZS5ucHlQSwUGAAAAAAkACQD0AQAA/gQAAAAA",
].join("");

const archive = new Uint8Array(Buffer.from(ARRAYS, "base64"));
const SIX = [0, 1, 2, 3, 4, 5];

test("readNpz reads what NumPy wrote: every type, byte order and axis order", () => {
  const arrays = readNpz(archive);
  const shape = [2, 3];
  expect(arrays).toEqual({
    bools: { shape, values: Uint8Array.of(1, 0, 1, 0, 1, 0) },
    bytes: { shape, values: Uint8Array.from(SIX) },
    shorts: { shape, values: Int32Array.from(SIX, (x) => 0 - x) },
    longs: { shape, values: Int32Array.from(SIX, (x) => x * 300_000_000 - 7) },
    // float16 keeps 11 bits.
    halves: { shape, values: Float32Array.of(0, 0.333251953125, 0.66650390625, 1, 1.3330078125, 1.6669921875) },
    floats: { shape, values: Float32Array.from(SIX, (x) => x / 7) },
    doubles: { shape, values: Float32Array.from(SIX, (x) => x / 9) },
    scalar: { shape: [], values: Float32Array.of(2.5) },
    none: { shape: [0, 4], values: new Float32Array() },
  });
});

/** An array of the given header and data. */
function npy(header: string, data: readonly number[] = []): Uint8Array {
  const text = [...new TextEncoder().encode(header)];
  return Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 2, 0, text.length, 0, 0, 0, ...text, ...data);
}
const header = (descr: string, shape = "(2,)", order = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;

test("readNpy brings any number of axes of Fortran's order into row-major order", () => {
  const data = Array.from({ length: 24 }, (_, index) => index);
  const { values } = readNpy(npy(header("'|u1'", "(2, 3, 4)", "True"), data));
  for (const [i, j, k] of [
    [0, 0, 0],
    [1, 0, 0],
    [0, 2, 1],
    [1, 2, 3],
  ] as const) {
    expect(values[(i * 3 + j) * 4 + k]).toBe(i + 2 * (j + 3 * k));
  }
});

test("readNpy reads the numbers of float16 that are none", () => {
  const { values } = readNpy(npy(header("'<f2'", "(4,)"), [0x00, 0x7c, 0x00, 0xfc, 0x01, 0x7e, 0x01, 0x80]));
  expect([...values]).toEqual([Infinity, -Infinity, Number.NaN, -(2 ** -24)]);
});

describe("readNpy refuses", () => {
  test.each<[Uint8Array, string]>([
    [new TextEncoder().encode("PK\u0003\u0004 and so on"), "is no array of NumPy's"],
    [new Uint8Array(), "is no array of NumPy's"],
    [npy("{'descr': '<f4', }"), "has a damaged header"],
    [npy(header("'<U5'")), "has elements of type '<U5'; save numbers"],
    [npy(header("[('a', '<i4')]")), "has elements of type [('a', '<i4')]; save numbers"],
    [npy(header("'<f4'"), [0, 0, 0]), "is damaged: shape [2] of f4 needs 8 bytes after the header, there are 3"],
    [npy(header("'<f4'", "(-1,)"), []), "is damaged: shape [-1] of f4 needs -4 bytes after the header, there are 0"],
    [npy(header("'<u4'", "(1,)"), [255, 255, 255, 255]), "has the integer 4294967295, which needs more than 32 bits"],
  ])("%#", (bytes, message) => {
    expect(() => readNpy(bytes, { source: "x.npy" })).toThrow(new Error(`readNpy: x.npy ${message}`));
  });
});

test("readNpz names the file and the array", () => {
  expect(() => readNpz(archive.subarray(0, 500), { source: "x.npz" })).toThrow(
    /^readNpz: x.npz is no zip archive, or a damaged one \(/,
  );
});

test("readNpz unpacks no more than a file of its length may stand for", () => {
  const member = new Uint8Array(1000);
  // In the list at the end are the lengths that are believed.
  const claim = (offset: number, length: number) => {
    const bytes = zipSync({ "a.npy": [member, { level: 0 }] });
    const entry = bytes.findLastIndex((_, at) => [0x50, 0x4b, 1, 2].every((byte, index) => bytes[at + index] === byte));
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(entry + offset, length, true);
    return () => readNpz(bytes, { source: "x.npz" });
  };
  for (const offset of [20, 24]) {
    expect(claim(offset, 4_000_000_000)).toThrow(
      /^readNpz: x.npz is no zip archive, or a damaged one \(4000000000 bytes would come out of \d+\)$/,
    );
  }
});
