import fc from "fast-check";
import { expect, test } from "vitest";
import { type Pixels, resizePixels } from "../../src/internal/resize-pixels.ts";

const anyPixels = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 3 }))
  .chain(([width, height, channels]) => {
    const length = width * height * channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((data): Pixels => ({ data, width, height, channels }));
  });
const anySize = fc.record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) });

/** Both axes at once: the weighted mean of all pixels under a pyramid. */
function oracle({ data, width, height, channels }: Pixels, size: { width: number; height: number }): number[] {
  const weight = (index: number, from: number, to: number, place: number) => {
    const reach = Math.max(1, from / to);
    return Math.max(0, 1 - Math.abs(place + 0.5 - ((index + 0.5) * from) / to) / reach);
  };
  const resized: number[] = [];
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let [sum, total] = [0, 0];
        for (let row = 0; row < height; row++) {
          for (let column = 0; column < width; column++) {
            const own = weight(y, height, size.height, row) * weight(x, width, size.width, column);
            sum += own * data[(row * width + column) * channels + channel]!;
            total += own;
          }
        }
        resized.push(sum / total);
      }
    }
  }
  return resized;
}

test("resizePixels is the mean under a triangle along each axis", () => {
  fc.assert(
    fc.property(anyPixels, anySize, (pixels, size) => {
      const wanted =
        pixels.width === size.width && pixels.height === size.height ? [...pixels.data] : oracle(pixels, size);
      const resized = resizePixels(pixels, size);
      expect(resized).toHaveLength(wanted.length);
      const distances = Array.from(resized, (byte, index) => Math.abs(byte - wanted[index]!));
      expect(Math.max(...distances)).toBeLessThan(0.5 + 1e-9);
    }),
    { seed: 1 },
  );
});

test.each([
  // Halved: the triangle reaches over two pixels on each side; weights 1/8, 3/8, 3/8, 1/8 within, 3/7, 3/7, 1/7 at the edge.
  [[0, 70, 140, 210], 2, [50, 160]],
  // Doubled: a quarter of the neighbour.
  [[0, 100], 4, [0, 25, 75, 100]],
  [[1, 2, 3], 3, [1, 2, 3]],
])("resizePixels of the row %j to %d pixels", (row, width, wanted) => {
  const pixels = { data: Uint8Array.from(row), width: row.length, height: 1, channels: 1 };
  expect([...resizePixels(pixels, { width, height: 1 })]).toEqual(wanted);
});
