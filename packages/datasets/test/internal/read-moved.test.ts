import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestAlong, readMoved } from "../../src/internal/read-moved.ts";

const anyAxis = fc.record({
  factor: fc.oneof(fc.constantFrom(1, -1), fc.double({ min: -2, max: 2, noNaN: true })),
  offset: fc.oneof(fc.integer({ min: -4, max: 8 }), fc.double({ min: -4, max: 8, noNaN: true })),
});

test("readMoved interpolates between the four stored pixels around, and leaves out what is outside", () => {
  const extent = { height: 4, width: 5, channels: 2 };
  const stored = Float32Array.from({ length: 40 }, (_, at) => (at * 29) % 41);
  fc.assert(
    fc.property(anyAxis, anyAxis, (down, right) => {
      const target = new Float32Array(42);
      readMoved(stored, 0, target, 1, extent, { down, right });
      const at = (y: number, x: number, channel: number) =>
        stored[(Math.min(3, Math.max(0, y)) * 5 + Math.min(4, Math.max(0, x))) * 2 + channel]!;
      for (let y = 0; y < 4; y++) {
        for (let x = 0; x < 5; x++) {
          for (let channel = 0; channel < 2; channel++) {
            const [row, column] = [down.factor * y + down.offset, right.factor * x + right.offset];
            const isInside = row >= -0.5 && row < 3.5 && column >= -0.5 && column < 4.5;
            let wanted = 0;
            // A sum over all stored pixels, each with a tent over its place.
            for (let j = -1; j <= 4; j++) {
              for (let i = -1; i <= 5; i++) {
                wanted +=
                  Math.max(0, 1 - Math.abs(row - j)) * Math.max(0, 1 - Math.abs(column - i)) * at(j, i, channel);
              }
            }
            expect(target[1 + (y * 5 + x) * 2 + channel]).toBeCloseTo(isInside ? wanted : 0, 4);
          }
        }
      }
      expect([target[0], target[41]]).toEqual([0, 0]);
    }),
    { seed: 1 },
  );
});

test("nearestAlong rounds to pixels, −1 outside", () => {
  expect([...nearestAlong(4, { factor: 1, offset: -1 })]).toEqual([-1, 0, 1, 2]);
  expect([...nearestAlong(4, { factor: -1, offset: 3 })]).toEqual([3, 2, 1, 0]);
  expect([...nearestAlong(4, { factor: 0.5, offset: 0.75 })]).toEqual([1, 1, 2, 2]);
});
