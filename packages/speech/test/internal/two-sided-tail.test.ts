import { expect, test } from "vitest";
import { twoSidedTail } from "../../src/internal/two-sided-tail.ts";

test.each([
  // math.erfc(z / math.sqrt(2)) of CPython.
  [0, 1],
  [0.5, 0.6170750774519738],
  [1, 0.31731050786291415],
  [-1.96, 0.04999579029644087],
  [2.8, 0.005110260660855874],
  [2.9, 0.003731626600768077],
  [6, 1.9731752900754024e-9],
  [10, 1.5239706048321186e-23],
])("twoSidedTail(%d)", (z, tail) => {
  expect(twoSidedTail(z)).toBeAllClose(tail, { rtol: 1e-12, atol: 0 });
});

test("twoSidedTail(z) falls to 0", () => {
  expect([twoSidedTail(37), twoSidedTail(39), twoSidedTail(Infinity)]).toEqual([expect.closeTo(0, 290), 0, 0]);
});
