import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { encodePicture } from "../../src/internal/encode-picture.ts";

function encodePixels(pixels: readonly number[], width: number, height: number) {
  const uri = encodePicture({ pixels, width, height });
  expect(uri.startsWith("data:image/png;base64,")).toBe(true);
  return decode(Buffer.from(uri.split(",")[1]!, "base64"));
}

describe("encodePicture(picture)", () => {
  it("is black ink whose opacity is the pixel's share of the largest", () => {
    const png = encodePixels([0, 50, 100, 200, 25, 0], 3, 2);
    expect([png.width, png.height, png.channels, png.depth]).toEqual([3, 2, 2, 8]);
    // 255 · 50 / 200 = 63.75, 100 → 127.5, 25 → 31.875
    expect(Array.from(png.data)).toEqual([0, 0, 0, 64, 0, 128, 0, 255, 0, 32, 0, 0]);
  });

  it("does not depend on the scale, and takes what is below zero as background", () => {
    expect(encodePixels([0, 0.25, 0.5, 1], 2, 2).data).toEqual(encodePixels([-9, 50, 100, 200], 2, 2).data);
  });

  it("draws an empty picture", () => {
    expect(Array.from(encodePixels([0, 0], 1, 2).data)).toEqual([0, 0, 0, 0]);
  });
});
