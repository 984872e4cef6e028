import { htmlReport } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { speechPage } from "../../src/speech/speech-page.ts";
import { AN4_RECORD } from "../fixtures/an4-record.ts";

test("the page of AN4 shows the tables, a word in time, shares, speech without labels and smaller students", () => {
  const page = speechPage(AN4_RECORD);
  const headings = [...page.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, heading]) => heading);
  expect(headings.slice(0, 5)).toEqual([
    ...["Result", "What the nets hear in OVEN", "Soft targets as regularisers"],
    ...["Speech without labels", "Smaller students"],
  ]);
  expect(page).toContain("Table: Table 1 beside the paper’s");
  expect(page).toContain('aria-label="OVEN: AH 0 to 2"');
  // Of the two phones of two frames, what is not seen is not drawn.
  expect(page.match(/fill="var\(--student\)" fill-opacity/g)).toHaveLength(3);
  expect(page).toContain("student: one net, distilled");
  expect(page).toContain("Table: Table 5: fewer frames, labels against soft targets");
});

test("shares are compared by the frames that no net has seen", () => {
  const metric = { key: "trainingAccuracy", title: "training accuracy", format: "share", better: "higher" } as const;
  const page = speechPage({ ...AN4_RECORD, metrics: [metric] });
  expect(page).toContain("Test accuracy. Larger marks");
  expect(page).not.toContain("Training accuracy. Larger marks");
});

test("what a run has not measured yet is left out", () => {
  const nets = AN4_RECORD.nets.filter(({ table }) => table === undefined);
  const page = speechPage({ ...AN4_RECORD, nets, extras: { comparisons: [] } });
  expect(page).not.toContain("Smaller students");
  expect(page).not.toContain("What the nets hear");
});

test("the page of a made-up language is that of any run", () => {
  const record = { ...AN4_RECORD, spec: { dataset: "made-up" } };
  expect(speechPage(record)).toBe(htmlReport(record));
});

test("where frames were timed, the page shows it", () => {
  const net = { name: "single", architecture: "4-3-2", parameters: 9, frames: 1000, median: 0.1, percentile95: 0.2 };
  const record = { ...AN4_RECORD, extras: { ...AN4_RECORD.extras, times: { nets: [net], lookahead: 82.5 } } };
  for (const spec of [{ dataset: "an4" }, { dataset: "made-up" }]) {
    expect(speechPage({ ...record, spec })).toContain("Table: One frame at a time");
  }
});
