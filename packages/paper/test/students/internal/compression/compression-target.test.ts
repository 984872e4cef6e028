import { expect, test } from "vitest";
import { dropOf } from "../../../../src/students/internal/compression/compressed-candidate.ts";
import {
  choose,
  formatKilobytes,
  meets,
  parseTarget,
} from "../../../../src/students/internal/compression/compression-target.ts";
import { parseBudget } from "../../../../src/students/internal/compression/parse-budget.ts";

const candidate = (bytes: number, drop: number) => ({ name: `${bytes} B`, steps: [], bytes, drop, figures: {} });
const ALL = [candidate(300, 0.1), candidate(100, 0.9), candidate(200, 0.4), candidate(250, 0.4)];

test.each([
  ["size<100kB", "bytes", 100_000],
  ["size < 1.5 MB", "bytes", 1_500_000],
  ["SIZE<2KiB", "bytes", 2048],
  ["size<900B", "bytes", 900],
  ["drop<0.5", "drop", 0.5],
])("parseTarget(%j)", (text, figure, below) => {
  expect(parseTarget(text)).toEqual({ figure, below, text });
});

test.each(["", "size<100", "size<0kB", "drop<0", "drop<-1", "drop>1", "errors<3", "size<1kBB", "drop<0.5, size<1kB"])(
  "parseTarget(%j) is refused",
  (text) => {
    expect(() => parseTarget(text)).toThrow("must be a size such as size<100kB or a drop in points such as drop<0.5");
  },
);

test("choose(target, candidates) takes the smallest that is accurate enough, or the most accurate that is small enough", () => {
  const chosen = (text: string) => choose(parseTarget(text), ALL)?.bytes;
  expect([chosen("drop<1"), chosen("drop<0.5"), chosen("drop<0.4")]).toEqual([100, 200, 300]);
  expect([chosen("size<301B"), chosen("size<300B"), chosen("size<200B")]).toEqual([300, 200, 100]);
  // Of none that meets it, the nearest.
  expect([chosen("drop<0.1"), chosen("size<100B")]).toEqual([300, 100]);
  expect(choose(parseTarget("drop<1"), [])).toBeUndefined();
  expect(meets(parseTarget("size<100B"), ALL[1]!)).toBe(false);
});

test("dropOf(uncompressed, figures) is exact where a difference of rates is not", () => {
  expect(dropOf({ errors: 20, examples: 1000 }, { errors: 25, examples: 1000 })).toBe(0.5);
  expect(dropOf({ errors: 1, labels: 30 }, { errors: 4, labels: 30 })).toBe(10);
  expect(dropOf({ r2: 0.3 }, { r2: 0.1 })).toBe(20);
});

test("parseBudget(text) gives milliseconds", () => {
  expect(["90s", "10m", "1.5h", "2min"].map(parseBudget)).toEqual([90e3, 600e3, 5400e3, 120e3]);
  expect(parseBudget(undefined)).toBe(Infinity);
  for (const text of ["", "10", "0s", "10 days", "m"])
    expect(() => parseBudget(text)).toThrow("must be a time such as 90s");
});

test("formatKilobytes(bytes)", () => {
  expect([950, 27_349, 505_123].map(formatKilobytes)).toEqual(["950 B", "27.3 kB", "505 kB"]);
});
