import { expect, test } from "vitest";
import { readSphinxFeatures } from "../src/index.ts";

function sphinxFile(numbers: readonly number[], isLittle: boolean, count: number = numbers.length): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + 4 * numbers.length));
  view.setInt32(0, count, isLittle);
  numbers.forEach((number, index) => {
    view.setFloat32(4 + 4 * index, number, isLittle);
  });
  return new Uint8Array(view.buffer);
}

test.each([true, false])("readSphinxFeatures(bytes) reads either byte order: little endian %s", (isLittle) => {
  const numbers = Array.from({ length: 26 }, (_, index) => index / 4);
  expect(readSphinxFeatures(sphinxFile(numbers, isLittle))).toEqual({
    rows: 2,
    columns: 13,
    data: Float32Array.from(numbers),
  });
});

test("readSphinxFeatures(bytes) reads a part of a buffer, and a file without frames", () => {
  const whole = Uint8Array.of(9, 9, 9, ...sphinxFile([1, 2], false));
  expect(readSphinxFeatures(whole.subarray(3), { columns: 1 }).data).toEqual(Float32Array.of(1, 2));
  expect(readSphinxFeatures(sphinxFile([], false))).toEqual({ rows: 0, columns: 13, data: new Float32Array() });
});

test.each<[string, Uint8Array, string]>([
  ["an empty file", new Uint8Array(), "a.mfc is damaged or no Sphinx feature file: it has no count, and 0 bytes"],
  [
    "a truncated one",
    sphinxFile([1, 2], false, 3),
    "a.mfc is damaged or no Sphinx feature file: it has a count of 3, and 12 bytes",
  ],
  ["another width", sphinxFile([1, 2], true), "a.mfc has 2 numbers, which are no frames of 13"],
  [
    "NaN",
    sphinxFile(new Array(26).fill(Number.NaN, 14, 15).fill(0, 0, 14).fill(0, 15), false),
    "a.mfc has NaN in frame 1",
  ],
])("readSphinxFeatures(bytes) refuses %s", (_, bytes, message) => {
  expect(() => readSphinxFeatures(bytes, { source: "a.mfc" })).toThrow(`readSphinxFeatures: ${message}`);
});
