import { expect, it } from "vitest";
import { recordLines } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

it("recordLines(record) is a line for the run, then a line for each net", () => {
  const record = tinyRecord({ teacher: { 1: 3 }, student: { 1: 6 } });
  const { nets, ...run } = record;
  const lines = recordLines(record).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { kind: "run", ...run },
    { kind: "net", ...nets[0] },
    { kind: "net", ...nets[1] },
  ]);
});
