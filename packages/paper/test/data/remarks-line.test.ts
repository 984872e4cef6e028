import { expect, test } from "vitest";
import { remarksLine } from "../../src/data/remarks-line.ts";

test.each([
  [[], ""],
  [["a: x"], "a: x\n"],
  [["a: x", "b: y"], "a: x; 1 more remark\n"],
  [["a: x", "b: y", "c: z"], "a: x; 2 more remarks\n"],
])("remarksLine(%j) is %j", (remarks, line) => {
  expect(remarksLine(remarks)).toBe(line);
});
