import { expect, test } from "vitest";
import { showDifferences } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const DIFFERENCES = [
  { label: "4 bits", mean: -6.25, low: -9, high: -3.5 },
  { label: "half of the units", mean: 2, low: -1, high: 5 },
  { label: "one seed", mean: 0 },
];

test("showDifferences(differences) draws a dot for each, and an interval where there is one", () => {
  const page = parsePage(`<html><body>${showDifferences(DIFFERENCES, "errors")!.markup}</body></html>`);
  const texts = ["4 bits: −6.3 (−9 to −3.5)", "half of the units: +2 (−1 to +5)", "one seed: 0"];
  expect(page.first("svg").getAttribute("aria-label")).toBe(`errors. ${texts.join("; ")}.`);
  expect(page.texts("svg title")).toEqual(texts);
  const places = page.all("svg circle").map((circle) => Number(circle.getAttribute("cx")));
  expect(places[0]).toBeLessThan(places[2]!);
  expect(places[2]).toBeLessThan(places[1]!);
  expect(
    page.all('svg [data-mark="rule"][stroke-opacity] line, svg [data-mark="rule"] line[stroke-opacity]'),
  ).toHaveLength(2);
});

test("showDifferences(differences) draws zeros alone, and nothing where there is no difference", () => {
  expect(showDifferences([], "errors")).toBeUndefined();
  expect(showDifferences([{ label: "same", mean: 0 }], "errors")!.markup).not.toMatch(/NaN|Infinity/);
});
