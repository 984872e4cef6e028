import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { columnOf } from "../src/column-of.ts";
import { IMAGE, type ImageOptions, image, type RawImage } from "../src/image.ts";

const encode = (raw: RawImage, options: ImageOptions) => [...(IMAGE.encode(raw, image(options)) as Uint8Array)];
const grey = (width: number, height: number, ...data: number[]) => ({ width, height, data: Uint8Array.from(data) });

test("image takes pixels of one to four channels", () => {
  const size = { height: 1, width: 1 };
  // 0.299 · 200 + 0.587 · 100 + 0.114 · 50 = 124.2
  expect(encode(grey(1, 1, 200, 100, 50), { ...size, channels: 1 })).toEqual([124]);
  expect(encode(grey(1, 1, 90), { ...size, channels: 3 })).toEqual([90, 90, 90]);
  // Half transparent on black.
  expect(encode(grey(1, 1, 90, 128), { ...size, channels: 1 })).toEqual([45]);
  expect(encode(grey(1, 1, 200, 100, 50, 128), { ...size, channels: 3 })).toEqual([100, 50, 25]);
  expect(encode(grey(1, 1, 200, 100, 50, 0), { ...size, channels: 1 })).toEqual([0]);
  const data = Uint8ClampedArray.of(1, 2, 3, 255);
  expect(encode({ width: 1, height: 1, data }, { ...size, channels: 3 })).toEqual([1, 2, 3]);
});

test("image keeps the proportions or not, as fit says", () => {
  const wide = grey(4, 2, 10, 20, 30, 40, 10, 20, 30, 40);
  expect(encode(wide, { height: 2, width: 2, channels: 1, fit: "cover" })).toEqual([20, 30, 20, 30]);
  expect(encode(wide, { height: 4, width: 4, channels: 1, fit: "contain" })).toEqual([
    ...[0, 0, 0, 0],
    ...[10, 20, 30, 40],
    ...[10, 20, 30, 40],
    ...[0, 0, 0, 0],
  ]);
  const tall = grey(1, 3, 10, 20, 30);
  expect(encode(tall, { height: 1, width: 1, channels: 1, fit: "cover" })).toEqual([20]);
  expect(encode(tall, { height: 3, width: 3, channels: 1, fit: "contain" })).toEqual([0, 10, 0, 0, 20, 0, 0, 30, 0]);
});

test("image gives the same bytes on every machine", () => {
  const data = Uint8Array.from({ length: 37 * 23 * 3 }, (_, index) => (index * index) % 251);
  const bytes = Uint8Array.from(encode({ width: 37, height: 23, data }, { height: 16, width: 20, channels: 3 }));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(
    "d07577dade5d23d6c21f0975f1fdaeaf7826027c99621f99df5bffe2ea1a1927",
  );
});

test("columnOf(pictures, image) divides bytes by 255", () => {
  const column = columnOf([grey(1, 1, 7)], image({ height: 1, width: 1, channels: 1 }));
  expect(column.values).toEqual(Uint8Array.of(7));
  expect(column.transforms).toEqual([{ kind: "scale", version: 1, subtract: 0, divide: 255 }]);
});

test.each([
  [{ height: 0, width: 1, channels: 1 }, "height must be an integer, at least 1, got 0"],
  [{ height: 1, width: 1, channels: 2 }, "channels must be 1 or 3, got 2"],
  [{ height: 1, width: 1, channels: 1, fit: "fill" }, 'fit must be one of "stretch", "contain", "cover", got "fill"'],
])("image(%o) is refused", (options, message) => {
  expect(() => image(options as ImageOptions)).toThrow(`image: ${message}`);
});

test.each([
  [undefined, "must be a picture: { data, width, height }"],
  [{ width: 1, height: 1, data: [1] }, "must be a picture: { data, width, height }"],
  [{ width: 0, height: 1, data: new Uint8Array() }, "must be a picture: { data, width, height }"],
  [grey(2, 2, 1, 2, 3), "must have 1 to 4 bytes for each of its 2 × 2 pixels, not 3 bytes"],
])("image refuses %o", (raw, message) => {
  expect(() => columnOf([raw], image({ height: 1, width: 1, channels: 1 }))).toThrow(`columnOf: raws[0] ${message}`);
});
