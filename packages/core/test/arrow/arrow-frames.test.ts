import { describe, expect, test } from "vitest";
import { arrowPrefixLength, findArrowFooter } from "../../src/arrow/arrow-frames.ts";

const MAGIC = [...new TextEncoder().encode("ARROW1")];

describe("findArrowFooter(bytes)", () => {
  test("finds it before its length and the magic, in a part of a larger buffer too", () => {
    const bytes = Uint8Array.of(9, 9, 1, 2, 3, 3, 0, 0, 0, ...MAGIC).subarray(1);
    expect([...findArrowFooter(bytes)]).toEqual([1, 2, 3]);
  });

  test.each([
    ["longer than the bytes", [1, 2, 3, 0, 0, 0, ...MAGIC]],
    ["of a negative length", [1, 255, 255, 255, 255, ...MAGIC]],
    ["of no bytes at all", []],
  ])("refuses one that is %s", (_, bytes) => {
    expect(() => findArrowFooter(Uint8Array.from(bytes))).toThrow(
      new RangeError("a footer that is longer than the file"),
    );
  });
});

test("arrowPrefixLength(bytes, at) is 4, or 8 after the marker of newer files", () => {
  const bytes = Uint8Array.of(0, 16, 0, 0, 0, 255, 255, 255, 255, 16, 0, 0, 0).subarray(1);
  expect([arrowPrefixLength(bytes, 0), arrowPrefixLength(bytes, 4)]).toEqual([4, 8]);
  expect(() => arrowPrefixLength(bytes, 9)).toThrow(RangeError);
});
