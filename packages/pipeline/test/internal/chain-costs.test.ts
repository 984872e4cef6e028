import { expect, test } from "vitest";
import { chainCosts } from "../../src/internal/chain-costs.ts";

test("chainCosts adds the costliest chain that waits for a stage", () => {
  const costs = chainCosts([
    { name: "a", needs: [], cost: 1 },
    { name: "b", needs: ["a"], cost: 10 },
    { name: "c", needs: ["a"], cost: 5 },
    { name: "d", needs: ["b", "c"], cost: 2 },
    { name: "e", needs: [], cost: 4 },
  ]);
  expect(Object.fromEntries(costs)).toEqual({ a: 13, b: 12, c: 7, d: 2, e: 4 });
});
