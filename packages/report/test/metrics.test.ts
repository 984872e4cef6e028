import { afterAll, beforeAll, expect, it } from "vitest";
import {
  dotRows,
  htmlReport,
  METRICS,
  type MetricRecord,
  markdownTable,
  netTable,
  type RunRecord,
  seedTable,
  showComparison,
  showDots,
} from "../src/index.ts";
import { parsePage } from "./parse-page.ts";
import { tinyRecord, withNets } from "./tiny-record.ts";

const LATENCY: MetricRecord = {
  ...{ key: "latency", title: "latency", format: "number", decimals: 1, unit: "ms", better: "lower" },
  meaning: "The time for one answer.",
};

// One entry more in the list, and nothing else. The other files of this package share it.
const F1: MetricRecord = {
  ...{ key: "f1", title: "F1", format: "share", decimals: 1, better: "higher" },
  meaning: "Both in one.",
};
beforeAll(() => {
  (METRICS as MetricRecord[]).push(F1);
});
afterAll(() => {
  (METRICS as MetricRecord[]).pop();
});

const record = withNets(tinyRecord({ teacher: { 1: 3 }, baseline: { 1: 9 }, student: { 1: 6, 2: 7 } }), (net) => ({
  ...net,
  figures: { ...net.figures, f1: 0.9 - net.seed / 100, latency: 2 * net.seed },
}));

/** Where a metric is seen, by its title, its values and its meaning. */
function seenIn(given: RunRecord) {
  const page = parsePage(htmlReport(given));
  const comparison = showComparison(given, { title: "All", nets: given.nets })!.markup;
  return {
    markdown: markdownTable(netTable(given)),
    seeds: seedTable(given).columns.map(({ title }) => title),
    heads: page.texts("thead th"),
    cells: page.texts("td"),
    words: page.texts("dl.words dt, dl.words dd"),
    comparison,
  };
}

it("an entry in METRICS reaches every table, every listing, every page and the glossary", () => {
  const { markdown, seeds, heads, cells, words, comparison } = seenIn(record);
  expect(markdown).toMatch(/ F1 \| layers \| seeds \|\n/);
  expect(markdown).toContain("88.5 ± 0.7 %");
  expect(seeds).toContain("F1");
  // The result, and all numbers.
  expect(heads.filter((title) => title === "F1")).toHaveLength(2);
  for (const cell of ["88.5 ± 0.7 %", "89.0 %"]) expect(cells).toContain(cell);
  expect(words).toContain("F1");
  expect(words).toContain("Both in one. The higher the better.");
  expect(comparison).toContain("<span>F1</span>");
});

it("an entry in the record does so too, behind common figures, and leads where there are none", () => {
  const { markdown, seeds, heads, words } = seenIn({ ...record, metrics: [LATENCY] });
  expect(markdown).toMatch(/^\| net +\| +test errors \|.* error rate \| +latency \| parameters \|/);
  expect(seeds.slice(-4)).toEqual(["latency", "parameters", "seconds", "F1"]);
  expect(heads.filter((title) => title === "latency")).toHaveLength(2);
  expect(words).toContain("The time for one answer. The lower the better.");
  const given = {
    ...withNets(record, ({ figures: { latency }, ...net }) => ({ ...net, figures: { latency: latency! } })),
    metrics: [LATENCY],
  };
  expect(showDots(given, dotRows(given))!.markup).toContain(
    'aria-label="Latency. big (2-9-2): 2.0; plain (2-3-2): 2.0; kd (2-3-2): 3.0 ± 1.4."',
  );
});

it("no two entries have a key or a title in common, and each has a meaning", () => {
  for (const field of ["key", "title", "meaning"] as const) {
    const values = METRICS.map((metric) => metric[field]);
    expect(new Set(values).size).toBe(METRICS.length);
    expect(values).not.toContain(undefined);
  }
});
