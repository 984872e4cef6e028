import { describe, expect, it } from "vitest";
import { describeRun } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 3 }, baseline: { 1: 9, 2: 8 }, student: { 1: 6 } });

describe("describeRun(record)", () => {
  it("counts nets by role, and says what the figures are of", () => {
    expect(describeRun(record)).toBe("1 teacher and 3 students on toy; figures are of 200 examples of the test set.");
    const heldOut = { ...record, dataset: { ...record.dataset, sizes: { test: 1 }, isHeldOut: true }, nets: [] };
    expect(describeRun(heldOut)).toBe(
      "nothing on toy; figures are of 1 example of a held-out part of the training set.",
    );
    const member = { ...record.nets[0]!, role: "member" };
    expect(describeRun({ ...record, nets: [...record.nets, member] })).toContain(
      "1 teacher, 3 students and 1 member on",
    );
  });

  it("says what failed, and why", () => {
    const failures = [{ name: "kd-2", message: "distill: the loss is NaN" }];
    expect(describeRun({ ...record, failures })).toMatch(/set\. Failed: kd-2 \(distill: the loss is NaN\)\.$/);
  });
});
