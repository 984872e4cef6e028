import { describe, expect, it } from "vitest";
import { type NetRecord, type RunRecord, showSoftTargets } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyRecord } from "../tiny-record.ts";

const picture = { pixels: [1], width: 1, height: 1 };
/** Two examples of each class; logits that prefer the true class by so much. */
const logits = (...leads: readonly number[]) => leads.map((lead, index) => (index < 2 ? [lead, 0] : [0, lead]));
const bare = tinyRecord({ teacher: { 1: 1, 2: 1 }, baseline: { 1: 1, 2: 1 }, student: { 2: 1, 3: 1 } });
const teacherOf: Readonly<Record<string, number>> = { plain1: 1, plain2: 2, kd2: 2, kd3: 1 };
const leads: Readonly<Record<string, readonly number[]>> = { big1: [1, 2, 3, 4], big2: [4, 3, 1, 2] };
const record: RunRecord = {
  ...bare,
  examples: [0, 0, 1, 1].map((label) => ({ label, picture })),
  nets: bare.nets.map((net): NetRecord => {
    const key = `${net.name}${net.seed}`;
    const seed = teacherOf[key];
    return {
      ...net,
      ...(seed === undefined ? {} : { teacher: { name: "big", seed } }),
      exampleLogits: logits(...(leads[key] ?? [5, 5, 5, 5])),
    };
  }),
};
const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);

describe("showSoftTargets(record)", () => {
  it("shows the first student, its teacher and the baseline of that teacher, on the hardest example of each class", () => {
    const page = parse(showSoftTargets(record)!);
    expect(page.texts(".legend li")).toEqual(["big", "plain", "kd"]);
    // Of teacher 2: 3 and 1 are its smallest leads. e³ of 1 + e³ is 95.3 %, e of 1 + e 73.1 %.
    expect(page.texts("article li:first-child")).toEqual(["big, right: even, 95.3 %", "big, right: odd, 73.1 %"]);
  });

  it("is nothing where there is nothing to show", () => {
    expect(showSoftTargets(bare)).toBeUndefined();
    const without = (name: string) => ({ ...record, nets: record.nets.filter((net) => net.name !== name) });
    expect(showSoftTargets(without("big"))).toBeUndefined();
    expect(showSoftTargets(without("kd"))).toBeUndefined();
    expect(parse(showSoftTargets(without("plain"))!).texts(".legend li")).toEqual(["big", "kd"]);
    const silent = record.nets.map((net) =>
      net.name === "kd" ? { ...net, exampleLogits: logits(1, 1, 1, Number.NaN) } : net,
    );
    expect(showSoftTargets({ ...record, nets: silent })).toBeUndefined();
  });
});
