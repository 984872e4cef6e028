import type { RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { LEFT_OUT, speechTables, timesTables } from "../../src/speech/speech-tables.ts";
import { AN4_RECORD } from "../fixtures/an4-record.ts";

test("the first table is the paper's, with the share of the ensemble's gain; the second compares words", () => {
  const net = (role: string, name: string, accuracy: number, wordErrorRate: number) => ({
    ...{ role, name, seed: 1, figures: { accuracy, wordErrorRate } },
    ...(role === "student" ? { teacher: { name: "ensemble", seed: 1 }, baseline: name === "single" } : {}),
  });
  const record: RunRecord = {
    ...{ experiment: "speech", title: "speech", spec: {}, versions: {}, backend: "cpu", examples: [] },
    dataset: { name: "made-up", sizes: { test: 100 }, classNames: ["A 1", "A 2"] },
    // The paper's Table 1.
    nets: [
      net("teacher", "ensemble", 0.611, 0.107),
      net("student", "single", 0.589, 0.109),
      net("student", "distilled", 0.608, 0.107),
    ],
    extras: {
      comparisons: [
        { first: "single-1", second: "ensemble", difference: 0.002, interval: [-0.001, 0.005], pValue: 0.21 },
      ],
    },
  };
  const [first, second] = speechTables(record);
  expect(first!.columns.map(({ title }) => title).slice(0, 4)).toEqual([
    ...["net", "test accuracy", "gap closed", "word error rate"],
  ]);
  expect(first!.rows[2]!.cells.slice(0, 4)).toEqual(["distilled", "60.80 %", "86 %", "10.70 %"]);
  expect(second!.rows[0]!.cells).toEqual(["single-1 less ensemble", "0.20", "−0.10 to 0.50", "0.210"]);
});

test("on AN4, the paper's tables have its numbers beside ours, and choices say what was chosen", () => {
  const [nets, paper, words, choice, shares, ...further] = speechTables(AN4_RECORD);
  expect(nets!.rows).toHaveLength(3);
  expect(paper!.rows.map(({ cells }) => cells)).toEqual([
    ["one net", "58.90 ± 0.00 %", "58.9 %", "10.90 ± 0.00 %", "10.9 %"],
    ["the nets averaged", "61.10 %", "61.1 %", "10.70 %", "10.7 %"],
    ["one net, distilled", "60.80 ± 0.00 %", "60.8 %", "10.70 ± 0.00 %", "10.7 %"],
    ["share of the gain that it keeps", "86 %", "86 %", "100 %", "all"],
    ["distilled less one net, in points", "+1.90 (+1.90 to +1.90)", "+1.9", "–", "–"],
  ]);
  expect(words!.title).toBe("Words, pair by pair");
  expect(choice!.rows.map(({ cells }) => cells.at(-1))).toEqual(["", "chosen"]);
  const rows = shares!.rows.map(({ cells }) => cells);
  expect(rows.map(([label]) => label)).toEqual([
    ...["all frames", "10 %, labels", "10 %, soft targets"],
    ...["3 %, labels", "3 %, labels, stopped early", "3 %, soft targets"],
  ]);
  expect(rows[5]).toEqual(["3 %, soft targets", "80.00 %", "57.00 %", "96.8 %", "30.00 %", "65.4 %", "57.0 %", "1"]);
  expect(further.map(({ title }) => title)).toEqual(["Withheld labels", "Smaller students"]);
});

test("nets without dropout are a row of the paper's table, and what the distilled nets are ahead of them", () => {
  const [single] = AN4_RECORD.nets.filter(({ name }) => name === "single");
  const controls = [1, 2].map((seed) => ({
    ...{ ...single!, name: "single, no dropout", seed },
    figures: { accuracy: 0.598, wordErrorRate: 0.108 },
  }));
  const [, paper] = speechTables({ ...AN4_RECORD, nets: [...AN4_RECORD.nets, ...controls] });
  expect(paper!.rows.map(({ cells }) => cells)).toEqual(
    expect.arrayContaining([
      ["one net, no dropout", "59.80 ± 0.00 %", "–", "10.80 ± 0.00 %", "–"],
      ["distilled less one net without dropout, in points", "+1.00 (+1.00 to +1.00)", "–", "–", "–"],
    ]),
  );
});

test("the times of a frame are in milliseconds, and as a share of the ten that there are", () => {
  const net = { name: "single", architecture: "4-3-2", parameters: 12_345, frames: 1000 };
  const times = { nets: [{ ...net, median: 0.25, percentile95: 0.5 }], lookahead: 82.5 };
  const [table, ...more] = timesTables({ ...AN4_RECORD, extras: { ...AN4_RECORD.extras, times } });
  expect(more).toEqual([]);
  expect(table!.rows).toEqual([{ cells: ["single (4-3-2)", "12,345", "0.250 ms", "0.500 ms", "2.5 %"] }]);
  expect(table!.caption).toContain("about what was said 82.5 ms before");
  expect(timesTables(AN4_RECORD)).toEqual([]);
});

test("speakers whom no net has heard: frames and words of all, and the words of each", () => {
  const fold = (errors: number, wordErrors: number) => ({ frames: 200, errors, words: 50, wordErrors });
  const net = (name: string, seed: number, folds: ReturnType<typeof fold>[]) => ({
    ...{ name, seed, folds },
    figures: {
      accuracy: 1 - folds.reduce((sum, { errors }) => sum + errors, 0) / 400,
      wordErrorRate: folds.reduce((sum, { wordErrors }) => sum + wordErrors, 0) / 100,
    },
  });
  const speakers = {
    folds: [["ann", "eve"], ["bob"]],
    nets: [
      net("single", 1, [fold(100, 10), fold(60, 4)]),
      net("single", 2, [fold(100, 20), fold(60, 4)]),
      net("ensemble", 1, [fold(80, 5), fold(40, 1)]),
      net("distilled", 1, [fold(88, 5), fold(48, 2)]),
      net("distilled", 2, [fold(88, 10), fold(48, 2)]),
    ],
  };
  const tables = speechTables({ ...AN4_RECORD, extras: { ...AN4_RECORD.extras, speakers } });
  const table = tables.find(({ title }) => title === LEFT_OUT)!;
  expect(table.columns.map(({ title }) => title)).toEqual([
    ...["net", "frame accuracy", "word errors", "of ann, eve", "of bob", "seeds"],
  ]);
  expect(table.rows.map(({ cells }) => cells)).toEqual([
    ["one net", "60.00 ± 0.00 %", "19.00 ± 7.07 %", "30.0 %", "8.0 %", "2"],
    ["the nets averaged", "70.00 %", "6.00 %", "10.0 %", "2.0 %", "1"],
    ["one net, distilled", "66.00 ± 0.00 %", "9.50 ± 3.54 %", "15.0 %", "4.0 %", "2"],
    ["distilled less one net, in points", "+6.00 (+6.00 to +6.00)", "–", "–", "–", "–"],
  ]);
  expect(speechTables(AN4_RECORD).some(({ title }) => title === LEFT_OUT)).toBe(false);
});
