import { expect, test } from "vitest";
import { measurePeak } from "../src/measure-peak.ts";

test("measurePeak({ now }) counts 80 operations in each of a million rounds, by the shortest of five times", () => {
  const times = [0, 9, 10, 14, 20, 28, 30, 38, 40, 48];
  expect(measurePeak({ now: () => times.shift()! })).toEqual({ gflops: 20 });
  expect(times).toEqual([]);
});

test("measurePeak({ now }) finds a rate that a core can have", () => {
  const { gflops } = measurePeak({ now: () => performance.now() });
  expect(gflops).toBeGreaterThan(0.1);
  expect(gflops).toBeLessThan(1000);
});

test.each([
  [{}, "measurePeak: now must be a clock in milliseconds, such as () => performance.now(), got undefined"],
  [{ now: () => 1, size: 3 }, 'measurePeak: options must have known names only (now), got "size"'],
])("measurePeak(%j) is refused", (options, message) => {
  expect(() => measurePeak(options as never)).toThrow(message);
});
