import { expect, test } from "vitest";
import { alignColumns } from "../../src/terminal/align-columns.ts";

test("alignColumns makes every column but the last as wide as its widest cell, and leaves no blanks at the ends", () => {
  expect(
    alignColumns([
      ["a", "bcd", "long text"],
      ["efg", "h", ""],
    ]),
  ).toBe("a    bcd  long text\nefg  h");
  expect(alignColumns([])).toBe("");
});
