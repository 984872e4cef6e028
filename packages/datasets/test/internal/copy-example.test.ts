import { expect, test } from "vitest";
import { copyScaled, copyShifted } from "../../src/internal/copy-example.ts";

test("copyScaled divides by 255 in float32 and touches nothing else", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const target = new Float32Array(258).fill(7);
  copyScaled(bytes, 0, target, 1, 256);
  expect([...target]).toEqual([7, ...Array.from(bytes, (byte) => Math.fround(byte / 255)), 7]);
});

// 1 2 3
// 4 5 6  moved one down and one to the left: the first row empty, then 2 3 in front.
test.each([
  [{ down: 1, right: -1 }, [0, 0, 0, 2, 3, 0]],
  [{ down: -1, right: 0 }, [4, 5, 6, 0, 0, 0]],
  [{ down: 0, right: 2 }, [0, 0, 1, 0, 0, 4]],
  [{ down: 0, right: 0 }, [1, 2, 3, 4, 5, 6]],
])("copyShifted by %o", (shift, wanted) => {
  const target = new Float32Array(8);
  const extent = { height: 2, lineLength: 3, channels: 1 };
  copyShifted(Uint8Array.of(9, 1, 2, 3, 4, 5, 6, 9), 1, target, 1, extent, shift);
  expect([...target]).toEqual([0, ...wanted.map((byte) => Math.fround(byte / 255)), 0]);
});

test("copyShifted keeps the channels of a pixel together", () => {
  const target = new Float32Array(4);
  const extent = { height: 1, lineLength: 4, channels: 2 };
  copyShifted(Uint8Array.of(255, 0, 0, 255), 0, target, 0, extent, { down: 0, right: 1 });
  expect([...target]).toEqual([0, 0, 1, 0]);
});
