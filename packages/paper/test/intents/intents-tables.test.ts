import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { intentsPage } from "../../src/intents/intents-page.ts";
import { differencesTable, intentsTables, labelsOfShare } from "../../src/intents/intents-tables.ts";

const net = (table: string, name: string, seed: number, accuracy: number): NetRecord => ({
  ...{ name, label: `the ${name}`, seed, table, figures: { accuracy, outsideAuroc: 0.9 } },
  role: name === "teacher" ? "teacher" : name === "neighbours" ? "rival" : "student",
  ...(name === "hard" ? { baseline: true } : {}),
  ...(name === "distilled" ? { teacher: { name: "teacher", seed }, temperature: 1 } : {}),
});

const RECORD: RunRecord = {
  ...{ experiment: "intents", title: "Intents", spec: {}, versions: {}, backend: "cpu", examples: [] },
  dataset: { name: "requests", sizes: { training: 15_000, test: 100 }, classNames: ["a", "b"] },
  nets: ["450 labels", "15,000 labels"].flatMap((table) =>
    [1, 2].flatMap((seed) => [
      net(table, "teacher", seed, 0.75),
      net(table, "hard", seed, 0.6),
      net(table, "distilled", seed, seed === 1 ? 0.78 : 0.8),
    ]),
  ),
};

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

test("there is a table for each share, and the page begins with the fewest labels", () => {
  expect(intentsTables(RECORD).map(({ title }) => title)).toEqual([
    "Distilled student minus the others",
    "450 labels",
    "15,000 labels",
  ]);
  const page = intentsPage(RECORD);
  expect(page).toContain("With 450 labels: Soft targets raised the test accuracy by");
  expect(page.indexOf("With 450 labels")).toBeLessThan(page.indexOf("With more labels"));
});
