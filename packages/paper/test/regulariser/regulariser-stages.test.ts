import { expect, test } from "vitest";
import { resolveRegulariserSpec } from "../../src/regulariser/regulariser-spec.ts";
import { regulariserNets, regulariserStages, tableName } from "../../src/regulariser/regulariser-stages.ts";

const spec = resolveRegulariserSpec({ seeds: [3], shares: [0.03, 0.1], net: { hidden: [8], epochs: 6 } });

test("every share has its rows, and only soft targets wait for the net of their seed that saw all", () => {
  expect(regulariserStages(spec).map(({ name, needs }) => [name, needs])).toEqual([
    ["all-3", []],
    ...[0.03, 0.1].flatMap((share) => [
      [`labels-${share}-3`, []],
      [`label-smoothing-${share}-3`, []],
      [`dropout-${share}-3`, []],
      [`weight-decay-${share}-3`, []],
      [`mixed-examples-${share}-3`, []],
      [`soft-targets-${share}-3`, ["all-3"]],
      [`soft-targets-mixed-examples-${share}-3`, ["all-3"]],
    ]),
  ]);
});

test("all take as many steps, the students on their share", () => {
  const [all, labels, ...others] = regulariserNets(spec);
  expect([all!.input.net.epochs, all!.input.transferSet]).toEqual([6, undefined]);
  expect([labels!.input.net.epochs, labels!.input.transferSet]).toEqual([200, { share: 0.03 }]);
  expect(others.map(({ input }) => input.net.epochs)).toEqual([...Array(6).fill(200), ...Array(7).fill(60)]);
});

test("each row differs from the labels in one thing", () => {
  const [, labels, smoothing, dropout, decay, mixed, soft, both] = regulariserNets(spec).map(({ input }) => input);
  expect(smoothing).toEqual({ ...labels, smoothing: 0.1 });
  expect(dropout).toEqual({ ...labels, net: { ...labels!.net, dropout: 0.5 } });
  expect(decay).toEqual({ ...labels, net: { ...labels!.net, weightDecay: 1e-3 } });
  const term = { loss: "distillation", temperature: 2, hardWeight: 0, targets: "live" };
  expect(mixed).toEqual({ ...labels, mixup: 1 });
  expect(soft).toEqual({ ...labels, soft: term });
  expect(both).toEqual({ ...labels, mixup: 1, soft: term });
});

test("a net from a file has no row with dropout", () => {
  const file = resolveRegulariserSpec({ seeds: [1], net: { kind: "file", path: "model.json", epochs: 2 } });
  expect(regulariserNets(file).map(({ names }) => names.name)).not.toContain("dropout");
});

test("a table is called after its share", () => {
  expect([0.03, 0.125, 1 / 3].map(tableName)).toEqual([
    "3 % of the training set",
    "12.5 % of the training set",
    "33.3 % of the training set",
  ]);
});
