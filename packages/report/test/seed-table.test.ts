import { expect, it } from "vitest";
import { seedTable } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 10 }, student: { 3: 20 } });

it("seedTable(record) has every number of every net, also details", () => {
  const { columns, rows } = seedTable(record);
  expect(columns.map(({ title }) => title)).toEqual([
    ...["net", "seed", "test errors", "NLL", "error rate", "calibration error", "parameters", "seconds"],
  ]);
  expect(rows).toEqual([
    { mark: "teacher", cells: ["big", "1", "10", "0.1000", "5.00 %", "0.0125", "1,047", "10.0"] },
    { mark: "student", cells: ["kd", "3", "20", "0.2000", "10.00 %", "0.0125", "17", "30.0"] },
  ]);
});

it("seedTable(record, nets) has some of them", () => {
  expect(seedTable(record, record.nets.slice(1)).rows).toHaveLength(1);
  const bare = { role: "student", name: "bare", label: "nothing", seed: 1, figures: {} };
  expect(seedTable({ ...record, nets: [...record.nets, bare] }).rows[2]!.cells).toEqual([
    ...["nothing", "1", "–", "–", "–", "–", "–", "–"],
  ]);
});
