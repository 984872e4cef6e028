import { describe, expect, it } from "vitest";
import {
  describeMnistRun,
  type MnistNetRecord,
  type MnistRecord,
  type MnistTable,
  mnistMarkdown,
  mnistTables,
} from "../src/index.ts";

const net = (name: string, seed: number, errors: number, over: Partial<MnistNetRecord> = {}): MnistNetRecord => ({
  role: "student",
  name,
  table: "section-3",
  seed,
  architecture: "784-8-10",
  parameters: 100,
  transferSize: 60_000,
  omit: [],
  only: [],
  size: 10_000,
  errors,
  nll: errors / 1000,
  calibrationError: 0,
  confusion: [
    [90, 10],
    [30, 70],
  ],
  exampleLogits: [],
  epochs: [],
  ...over,
});

const teacher = (seed: number, errors: number) => {
  const { table: _, ...rest } = net("teacher", seed, errors, { role: "teacher", architecture: "784-9-10" });
  return rest;
};

const corrected = (errors: number) => ({ ...net("", 1, errors), biases: [2.5], shift: 3.5 });
const without = net("without-3s", 1, 200, {
  table: "without-3s",
  omit: [1],
  corrected: { byShares: corrected(120), byTestErrors: corrected(110) },
});

const record = (nets: readonly MnistNetRecord[]): MnistRecord => ({
  spec: {},
  versions: {},
  backend: "cpu",
  dataset: { name: "mnist", trainSize: 60_000, testSize: 10_000, isHeldOut: false, classNames: ["0", "1"] },
  examples: [],
  nets,
});

const FULL = record([teacher(1, 60), teacher(2, 80), net("hard", 1, 150), net("distilled", 1, 90), without]);

describe("mnistTables(record)", () => {
  it("puts the paper's numbers beside ours, with spread and the share of the gap that was closed", () => {
    const [first] = mnistTables(FULL);
    expect(first!.rows.map((row) => row.slice(0, 4))).toEqual([
      ["teacher", "67", "70.0 ± 14.1", "–"],
      ["hard", "146", "150", "–"],
      // From 150 to 70, and 60 of it.
      ["distilled", "74", "90", "75 %"],
    ]);
  });

  it("shows classes that were never seen before and after both corrections", () => {
    const rows = mnistTables(FULL)[1]!.rows;
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ["without-3s, as trained", "206, 133 on 3s", "200"],
      ["biases chosen without labels", "–", "120"],
      ["bias chosen on the test set, as in the paper", "109, 14 on 3s; +3.5", "110"],
    ]);
    expect(rows.map((row) => row[4])).toEqual(["30", "30", "30"]);
    expect(rows.map((row) => row[5])).toEqual(["–", "2.5", "3.5"]);
  });

  it("tells the errors of who taught, where the record has them, and no column where it has not", () => {
    const fidelity = (teacherErrors: number) => ({ fidelity: { agreement: 0.99, kl: 0.01, teacherErrors } });
    const nets = [teacher(1, 60), net("distilled", 1, 90, fidelity(60)), net("distilled", 2, 94, fidelity(80))];
    const [{ columns, rows }] = mnistTables(record(nets)) as [MnistTable];
    const column = columns.indexOf("teacher's errors");
    expect(columns[column + 1]).toBe("agreement with teacher");
    expect(rows.map((row) => row[column])).toEqual(["–", "70.0 ± 14.1"]);
    expect(rows.map((row) => row[column + 1])).toEqual(["–", "99.00 ± 0.00 %"]);
    expect(mnistTables(FULL)[0]!.columns).not.toContain("teacher's errors");
  });

  it("puts the plain student at T = 20 before those that are compared with it", () => {
    const sweep = (temperature: number, over: Partial<MnistNetRecord> = {}) =>
      net(`temperature-${temperature}`, 1, temperature, { table: "temperature", temperature, ...over });
    const others = [sweep(4), sweep(20), sweep(20, { name: "narrow", architecture: "784-3-10" })];
    const controls = net("shuffled-teacher", 1, 900, { table: "controls" });
    const table = mnistTables(record([...others, controls])).find(({ name }) => name === "controls");
    expect(table!.rows.map(([name]) => name)).toEqual(["temperature-20", "shuffled-teacher"]);
  });

  it("leaves out tables without students, and a gap that cannot be", () => {
    const tables = mnistTables(record([net("distilled", 1, 90)]));
    expect(tables.map(({ name }) => name)).toEqual(["section-3"]);
    expect(tables[0]!.rows[0]![3]).toBe("–");
  });
});

describe("mnistMarkdown(record)", () => {
  it("is one table after the other, with titles", () => {
    const lines = mnistMarkdown(FULL).split("\n");
    expect(lines[0]).toBe("### The three nets of section 3");
    expect(lines[2]).toMatch(/^\| net +\| paper \|/);
    expect(lines.filter((line) => line.startsWith("### "))).toHaveLength(2);
  });
});

describe("describeMnistRun(record)", () => {
  it("counts nets, and says what the errors are of", () => {
    expect(describeMnistRun(FULL)).toBe(
      "2 teachers and 3 students on mnist; errors are of 10,000 examples of the test set.",
    );
    const { dataset } = FULL;
    expect(describeMnistRun({ ...FULL, dataset: { ...dataset, isHeldOut: true } })).toContain("a held-out part");
  });

  it("says what failed, and why", () => {
    const failures = [{ name: "distilled-2", message: "distill: the loss is NaN" }];
    expect(describeMnistRun({ ...FULL, failures })).toMatch(
      /set\. Failed: distilled-2 \(distill: the loss is NaN\)\.$/,
    );
  });
});
