import { expect, it } from "vitest";
import { groupNets } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

it("groupNets(nets) puts nets of one role, name and table together, in the order of their first", () => {
  const { nets } = tinyRecord({ teacher: { 1: 3 }, baseline: { 1: 9, 2: 8 }, student: { 1: 6 } });
  const moved = nets.map((net) => (net.seed === 2 ? { ...net, table: "more" } : net));
  const labelled = { ...nets[0]!, role: "member", label: "big, as a member" };
  expect(groupNets([...moved, labelled, { ...nets[0]!, seed: 2 }])).toEqual([
    {
      ...{ role: "teacher", name: "big", label: "big", mark: "teacher", isBaseline: false, architecture: "2-9-2" },
      ...{ table: undefined, nets: [nets[0], { ...nets[0], seed: 2 }] },
    },
    expect.objectContaining({ name: "plain", mark: "baseline", isBaseline: true, table: undefined, nets: [nets[1]] }),
    expect.objectContaining({ name: "plain", table: "more", nets: [moved[2]] }),
    expect.objectContaining({ name: "kd", mark: "student", isBaseline: false }),
    expect.objectContaining({ role: "member", label: "big, as a member", mark: "teacher" }),
  ]);
});
