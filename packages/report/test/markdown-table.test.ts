import { describe, expect, it } from "vitest";
import { markdownTable } from "../src/index.ts";
import { makeRecord } from "./make-record.ts";
import { tinyRecord, withModels, withRuns } from "./tiny-record.ts";

describe("markdownTable(record)", () => {
  it("is this text, of a whole record", () => {
    expect(markdownTable(makeRecord()).split("\n")).toEqual([
      "| model                               |          test errors |             NLL | agreement with teacher | parameters | seconds |",
      "| :---------------------------------- | -------------------: | --------------: | ---------------------: | ---------: | ------: |",
      "| teacher (784-600-600-10)            |          35 (1.75 %) |          0.0653 |                      – |    837,610 |    62.2 |",
      "| student, hard labels (784-30-30-10) | 116.0 ± 6.6 (5.80 %) | 0.2702 ± 0.0110 |         94.38 ± 0.30 % |     24,790 |     9.4 |",
      "| student, distilled (784-30-30-10)   |  72.0 ± 1.0 (3.60 %) | 0.1246 ± 0.0034 |         96.36 ± 0.05 % |     24,790 |     9.8 |",
    ]);
  });

  it("writes numbers that were worked by hand", () => {
    // Errors 20 and 24: mean 22, spread √8 = 2.83, 22 of 200 is 11 %; NLL a hundredth of it; seconds 10 and 20.
    const lines = markdownTable(tinyRecord({ distilled: { 1: 20, 2: 24 } })).split("\n");
    expect(cellsOf(lines[2]!)).toEqual([
      "distilled (2-3-2)",
      "22.0 ± 2.8 (11.00 %)",
      "0.2200 ± 0.0283",
      "–",
      "17",
      "15.0",
    ]);
  });

  it("writes a diverged loss and long times", () => {
    const record = withModels(tinyRecord({ teacher: { 1: 100 } }), (model) =>
      withRuns(model, (run) => ({ ...run, seconds: 1234.5, evaluation: { ...run.evaluation, nll: Number.NaN } })),
    );
    const row = markdownTable(record).split("\n")[2]!;
    expect(cellsOf(row)).toEqual(["teacher (2-9-2)", "100 (50.00 %)", "NaN", "–", "1,047", "1,235"]);
  });

  it("keeps a label with bars and line breaks in its cell", () => {
    const record = withModels(tinyRecord({ hard: { 1: 3 } }), (model) => ({ ...model, label: "a|b\\\nc" }));
    const lines = markdownTable(record).split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain("| a\\|b\\\\ c (2-3-2) |");
  });

  it("pads every line to one width", () => {
    const widths = markdownTable(makeRecord({ seeds: [1] }))
      .split("\n")
      .map((line) => line.length);
    expect(new Set(widths).size).toBe(1);
  });
});

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}
