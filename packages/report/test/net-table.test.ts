import { describe, expect, it } from "vitest";
import { type NetTableOptions, netTable, type RunRecord } from "../src/index.ts";
import { tinyNets, tinyRecord, withNets } from "./tiny-record.ts";

const record: RunRecord = {
  ...tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 29, 2: 31 }, student: { 1: 20, 2: 24 } }),
  references: [
    { source: "paper", net: "kd", metric: "errors", value: 18 },
    { source: "paper", net: "kd", metric: "errors", value: 7, corrected: "byShares" },
    { source: "thesis", net: "big", metric: "nll", value: 0.25 },
    { source: "paper", net: "nobody", metric: "nll", value: 1 },
  ],
};
const titles = (options?: NetTableOptions, given = record) =>
  netTable(given, options).columns.map(({ title }) => title);
const cells = (options?: NetTableOptions, given = record) => netTable(given, options).rows.map((row) => row.cells);

describe("netTable(record)", () => {
  it("has a row for each group, with mean and spread, references and the gap", () => {
    expect(titles()).toEqual([
      ...["net", "test errors", "paper", "gap closed", "NLL", "thesis", "error rate"],
      ...["parameters", "seconds", "layers", "seeds"],
    ]);
    // Errors 20 and 24: mean 22, spread √8, 22 of 200 is 11 %; (30 − 22) / (30 − 10) = 40 %.
    expect(cells()).toEqual([
      ["big", "10", "–", "–", "0.1000", "0.25", "5.00 %", "1,047", "10.0", "2-9-2", "1"],
      ["plain", "30.0 ± 1.4", "–", "–", "0.3000 ± 0.0141", "–", "15.00 ± 0.71 %", "17", "15.0 ± 7.1", "2-3-2", "2"],
      ["kd", "22.0 ± 2.8", "18", "40 %", "0.2200 ± 0.0283", "–", "11.00 ± 1.41 %", "17", "15.0 ± 7.1", "2-3-2", "2"],
    ]);
    expect(netTable(record).rows.map(({ mark }) => mark)).toEqual(["teacher", "baseline", "student"]);
    expect(netTable(record).columns[1]).toEqual({ title: "test errors", short: "errors" });
  });

  it("has some nets, another title, and no column that is not wanted", () => {
    const options = {
      ...{ nets: record.nets.filter(({ baseline }) => baseline), title: "Plain ones", caption: "Two seeds." },
      without: ["errorRate", "parameters", "seconds", "layers"],
    };
    expect(titles(options)).toEqual(["net", "test errors", "NLL", "seeds"]);
    expect(netTable(record, options)).toMatchObject({ title: "Plain ones", caption: "Two seeds." });
    expect(titles({ without: ["gapClosed", "seeds"] })).not.toContain("gap closed");
    expect(titles({ nets: [] })).toEqual(["net", "seeds"]);
  });

  it("leaves a cell empty where a net was not measured, and keeps details for the listing of seeds", () => {
    const mixed = {
      ...record,
      nets: [...record.nets, { role: "rival", name: "other", seed: 1, figures: { accuracy: 0.9 } }],
    };
    const [last] = cells({ without: ["parameters"] }, mixed).slice(-1);
    expect(last).toEqual(["other", "–", "–", "–", "90.00 %", "–", "–", "–", "–", "–", "1"]);
    expect(titles()).not.toContain("calibration error");
  });

  it("writes a loss that diverged", () => {
    const diverged = withNets(record, (net) => ({ ...net, figures: { errors: 3, nll: Number.NaN } }));
    expect(cells({}, diverged)[0]).toContain("NaN");
  });

  it("shows labels where nets have some", () => {
    const labelled = tinyNets({ role: "student", name: "kd", label: "student, distilled" }, { 1: 1 });
    expect(cells({}, { ...record, nets: labelled })[0]![0]).toBe("student, distilled");
  });
});
