import { expect, test } from "vitest";
import { differencesTable, intentsTables, labelsOfShare } from "../../src/intents/intents-tables.ts";
import { INTENTS_RECORD as RECORD } from "../fixtures/intents-record.ts";

test("a share is named by the number of labels", () => {
  expect([0.03, 1, 1e-9].map((share) => labelsOfShare(share, 15_000))).toEqual([
    "450 labels",
    "15,000 labels",
    "1 labels",
  ]);
});

test("the differences are of nets of the same draw, with the interval of their mean", () => {
  // 18 and 20 points: s = √2, t of one degree 12.7062, margin 12.7062 · √2 / √2.
  expect(differencesTable(RECORD).rows[0]!.cells).toEqual([
    "450 labels",
    "+19.00 (+6.29 to +31.71)",
    "–",
    "+4.00 (−8.71 to +16.71)",
    "–",
  ]);
});

test("there is a table for each share, after that of the differences", () => {
  expect(intentsTables(RECORD).map(({ title }) => title)).toEqual([
    "Distilled student minus the others",
    "450 labels",
    "15,000 labels",
  ]);
});
