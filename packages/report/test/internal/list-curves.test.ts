import { describe, expect, it } from "vitest";
import { type EpochRecord, groupNets, type NetGroup } from "../../src/index.ts";
import { listLossCurves, listValidationCurves } from "../../src/internal/list-curves.ts";
import { tinyRecord } from "../tiny-record.ts";

function groupOf(...histories: readonly EpochRecord[][]): NetGroup {
  const seeds = Object.fromEntries(histories.map((_, index) => [index + 1, 0]));
  const { nets } = tinyRecord({ baseline: seeds });
  return groupNets(nets.map((net, index) => ({ ...net, history: histories[index]! })))[0]!;
}

const epochs = (terms: readonly Record<string, number>[]): EpochRecord[] =>
  terms.map((entry, index) => ({ epoch: index + 1, terms: entry }));

describe("listLossCurves(group)", () => {
  it("has one curve per term with the total first", () => {
    const curves = listLossCurves(groupOf(epochs([{ soft: 3, total: 4 }]), epochs([{ hard: 1, total: 5 }])));
    expect(curves.map(({ name }) => name)).toEqual(["total", "soft", "hard"]);
    expect(curves[0]!.points).toEqual([
      { seed: 1, epoch: 1, value: 4, isLast: true },
      { seed: 2, epoch: 1, value: 5, isLast: true },
    ]);
  });

  it("leaves out a term that is the total", () => {
    const curves = listLossCurves(
      groupOf(
        epochs([
          { total: 4, hard: 4 },
          { total: 3, hard: 3 },
        ]),
      ),
    );
    expect(curves.map(({ name }) => name)).toEqual(["total"]);
  });

  it("shows terms that have no total", () => {
    expect(listLossCurves(groupOf(epochs([{ loss: 1 }]))).map(({ name }) => name)).toEqual(["loss"]);
  });

  it("leaves out what is not finite and moves the end of the curve", () => {
    const [curve] = listLossCurves(groupOf(epochs([{ total: 4 }, { total: 3 }, { total: Number.NaN }])));
    expect(curve!.points.map(({ epoch, isLast }) => [epoch, isLast])).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});

describe("listValidationCurves(group)", () => {
  it("is the error in percent at the epochs that were validated", () => {
    const history = epochs([{ total: 1 }, { total: 1 }, { total: 1 }]);
    history[1] = { ...history[1]!, validation: { errors: 30, size: 400, nll: 1 } };
    expect(listValidationCurves(groupOf(history))!.points).toEqual([{ seed: 1, epoch: 2, value: 7.5, isLast: true }]);
  });

  it("is undefined without any history", () => {
    const [group] = groupNets(tinyRecord({ baseline: { 1: 0 } }).nets);
    expect([listValidationCurves(group!), listLossCurves(group!)]).toEqual([undefined, []]);
  });

  it("is undefined without validation", () => {
    expect(listValidationCurves(groupOf(epochs([{ total: 1 }])))).toBeUndefined();
  });
});
