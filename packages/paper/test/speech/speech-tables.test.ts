import type { RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { speechTables } from "../../src/speech/speech-tables.ts";

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
  expect(second!.rows[0]!.cells).toEqual(["single-1 less ensemble", "0.20", "-0.10 to 0.50", "0.210"]);
});
