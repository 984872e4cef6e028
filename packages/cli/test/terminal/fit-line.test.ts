import { expect, test } from "vitest";
import { fitLine } from "../../src/terminal/fit-line.ts";

const PARTS = [
  { text: "teacher   ", short: "teacher", weight: 4 },
  { text: "", weight: 9 },
  { text: "1,200 examples/s", weight: 1 },
  { text: "3 s left", weight: 2 },
];

test.each([
  [80, "teacher    · 1,200 examples/s · 3 s left"],
  [40, "teacher    · 1,200 examples/s · 3 s left"],
  [39, "teacher · 1,200 examples/s · 3 s left"],
  [30, "teacher · 3 s left"],
  [10, "teacher"],
  [4, "teac"],
  [0, ""],
])("in %i columns stands %j", (columns, line) => {
  expect(fitLine(PARTS, columns)).toBe(line);
});
