import { expect, test } from "vitest";
import { showFront } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const POINTS = [
  { label: "float32", bytes: 1_066_000, value: 160, isOnFront: false, kind: "original" },
  { label: "8 bits", bytes: 250_000, value: 160, isOnFront: true },
  { label: "90 % of weights removed", bytes: 260_000, value: 181, isOnFront: false },
  { label: "16 values", bytes: 27_000, value: 183, isOnFront: true, kind: "chosen" },
  { label: "8 values", bytes: 25_000, value: 191, isOnFront: true },
] as const;

test("showFront(points) draws each point, and a line along those that no other one beats", () => {
  const page = parsePage(`<html><body>${showFront(POINTS, "errors")!.markup}</body></html>`);
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "Errors by size. 8 values: 25 kB, 191; 16 values: 27 kB, 183; 8 bits: 250 kB, 160.",
  );
  expect(page.texts("svg title").toSorted()).toEqual(
    POINTS.map(
      ({ label, bytes, value }) =>
        `${label}: ${(bytes / 1000).toLocaleString("en-US", { maximumSignificantDigits: 3 })} kB, ${value}`,
    ).toSorted(),
  );
  // Two joints between three points.
  expect(page.first('[data-mark="line"] path').getAttribute("d")).toMatch(/^M[\d.,]+(L[\d.,]+){2}$/);
});

test("showFront(points) draws error bars where there are spreads", () => {
  const [first, ...rest] = POINTS;
  const page = parsePage(
    `<html><body>${showFront([{ ...first, spread: 5 }, ...rest], "errors")!.markup}</body></html>`,
  );
  expect(page.all('[data-mark="rule"] line[stroke-opacity], [data-mark="rule"][stroke-opacity] line')).toHaveLength(1);
  expect(page.texts("figcaption")[0]).toContain("Bars: one standard deviation");
});

test("showFront(points) draws one point, and nothing where there is none", () => {
  expect(showFront(POINTS.slice(0, 1), "errors")!.markup).not.toMatch(/NaN|Infinity/);
  expect(showFront([], "errors")).toBeUndefined();
});
