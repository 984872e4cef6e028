import { describe, expect, it } from "vitest";
import { findComparison, findStudents, groupNets } from "../src/index.ts";
import { tinyNets, tinyRecord } from "./tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 10 }, baseline: { 1: 30 }, student: { 1: 20 } });
const names = (nets = record.nets) => {
  const { metric, ...groups } = findComparison({ ...record, nets });
  return [metric?.key, groups.teacher?.name, groups.baseline?.name, groups.student?.name];
};

describe("findComparison(record)", () => {
  it("goes by roles, not by names", () => {
    expect(names()).toEqual(["errors", "big", "plain", "kd"]);
    const renamed: Readonly<Record<string, string>> = { big: "kd", plain: "distilled", kd: "baseline" };
    expect(names(record.nets.map((net) => ({ ...net, name: renamed[net.name]! })))).toEqual([
      ...["errors", "kd", "distilled", "baseline"],
    ]);
  });

  it("finds nothing where there is nothing", () => {
    expect(names([])).toEqual([undefined, undefined, undefined, undefined]);
    expect(names(record.nets.slice(0, 1))).toEqual(["errors", "big", undefined, undefined]);
  });

  it("takes a metric that baseline and student have where the teacher has none of theirs", () => {
    const nets = record.nets.map((net) => (net.role === "teacher" ? { ...net, figures: { accuracy: 1 } } : net));
    expect(names(nets)[0]).toBe("errors");
  });

  it("takes the first metric that all three have", () => {
    const nets = record.nets.map((net) => (net.baseline ? { ...net, figures: { nll: 1 } } : net));
    expect(names(nets)[0]).toBe("nll");
  });
});

describe("findStudents(groups, baseline)", () => {
  const groups = groupNets([
    ...tinyNets({ role: "student", name: "wide", temperature: 4, architecture: "2-9-2" }, { 1: 1 }),
    ...tinyNets({ role: "student", name: "moved", temperature: 4, architecture: "2-3-2", table: "more" }, { 1: 1 }),
    ...record.nets,
  ]);
  const baseline = groups.find(({ isBaseline }) => isBaseline);
  const found = (some = groups, from = baseline) => findStudents(some, from).map(({ name }) => name);

  it("prefers those in the table of the baseline, then those of its layers", () => {
    expect(found()).toEqual(["kd"]);
    expect(found(groups.filter(({ name }) => name !== "kd"))).toEqual(["moved"]);
    expect(found(groups.slice(0, 1))).toEqual(["wide"]);
    expect(findStudents(groups, undefined).map(({ name }) => name)).toEqual(["wide", "moved", "kd"]);
  });
});
