import { expect, it } from "vitest";
import { showCoverGain } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const COVER = [
  { seed: 1, specialists: 0, before: 50, after: 51 },
  { seed: 1, specialists: 1, before: 100, after: 110 },
  { seed: 2, specialists: 1, before: 100, after: 106 },
  { seed: 2, specialists: 2, before: 0, after: 3 },
];

it("showCoverGain(counts) has mean and spread, and leaves out what has no right answer to begin with", () => {
  const page = parsePage(`<html><body>${showCoverGain(COVER)!.markup}</body></html>`);
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "Change of right answers by number of specialists that know the class. 0: 2.0 %; 1: 8.0 ± 2.8 %.",
  );
  expect(page.texts("svg circle title")).toEqual(["seed 1: 2.0 %", "seed 1: 10.0 %", "seed 2: 6.0 %"]);
});

it("showCoverGain(counts) draws seeds without any change, and nothing where no answer was right", () => {
  expect(showCoverGain([{ seed: 1, specialists: 0, before: 5, after: 5 }])!.markup).not.toMatch(/NaN|Infinity/);
  expect(showCoverGain(COVER.slice(3))).toBeUndefined();
});
