import { expect, test } from "vitest";
import { colour } from "../../src/colour.ts";
import { changeColour } from "../../src/internal/change-colour.ts";

/** Draws these numbers one after another: of brightness, contrast and saturation. */
const drawing =
  (...numbers: number[]) =>
  () =>
    numbers.shift()!;

test("changeColour multiplies levels by 1 − x to 1 + x, up to white", () => {
  const pixels = Float32Array.of(100, 200, 10, 0);
  changeColour(pixels, 1, 255, colour({ brightness: 0.5 }), drawing(1, 0, 0));
  expect([...pixels]).toEqual([150, 255, 15, 0]);
  changeColour(pixels, 1, 255, colour({ brightness: 0.5 }), drawing(0, 0, 0));
  expect([...pixels]).toEqual([75, 127.5, 7.5, 0]);
});

test("changeColour moves levels away from the mean grey or towards it", () => {
  const pixels = Float32Array.of(100, 140);
  changeColour(pixels, 1, 255, colour({ contrast: 0.5 }), drawing(0.5, 1, 0.5));
  expect([...pixels]).toEqual([90, 150]);
  // Grey of (100, 50, 0) is 59.25.
  const colours = Float32Array.of(100, 50, 0);
  changeColour(colours, 3, 255, colour({ contrast: 1 }), drawing(0.5, 0, 0.5));
  expect([...colours]).toEqual([59.25, 59.25, 59.25]);
});

test("changeColour moves colours away from their own grey or towards it, and leaves grey images alone", () => {
  const colours = Float32Array.of(0.4, 0.2, 0);
  changeColour(colours, 3, 1, colour({ saturation: 1 }), drawing(0.5, 0.5, 0));
  for (const level of colours) expect(level).toBeCloseTo(0.237, 6);
  const grey = Float32Array.of(0.4, 0.2, 0);
  changeColour(grey, 1, 1, colour({ saturation: 1 }), drawing(0.5, 0.5, 0));
  expect(grey).toEqual(Float32Array.of(0.4, 0.2, 0));
});
