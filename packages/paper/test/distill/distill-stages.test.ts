import { expect, test } from "vitest";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";
import { distillNets, distillStages } from "../../src/distill/distill-stages.ts";
import type { NetSpec } from "../../src/nets/net-spec.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

test("only distilled students wait for the teacher, which has the first seed", () => {
  const stages = distillStages(tinySpec({ seeds: [5, 6] }));
  expect(stages.map(({ name, needs }) => [name, needs])).toEqual([
    ["teacher-5", []],
    ["hard-5", []],
    ["hard-6", []],
    ["distilled-5", ["teacher-5"]],
    ["distilled-6", ["teacher-5"]],
  ]);
});

test("students see the transfer set, the teacher everything", () => {
  const [teacher, hard, , distilled] = distillNets(tinySpec({ omit: [3], transferSize: 100 }));
  expect(teacher!.input).not.toHaveProperty("transferSet");
  expect(hard!.input).toMatchObject({ transferSet: { omit: [3], size: 100 }, isKept: true });
  expect(hard!.input).not.toHaveProperty("soft");
  expect(distilled!.input.soft).toEqual({ loss: "distillation", temperature: 4, hardWeight: 0.1, targets: "live" });
});

test("only distilled students learn from mixtures, where they are wanted", () => {
  const mixed = distillNets(tinySpec({ mixup: 0.5, seeds: [1] }));
  expect(mixed.map(({ name, input }) => [name, input.mixup])).toEqual([
    ["teacher", undefined],
    ["hard", undefined],
    ["distilled", 0.5],
  ]);
  expect(distillNets(tinySpec({})).every(({ input }) => !("mixup" in input))).toBe(true);
});

test("with folds there is one more student of each seed, and students on labels have passes of their own", () => {
  const data = { path: "letters.csv", label: "letter" };
  const teacher = { kind: "external", from: "cmd: python3 trees.py" };
  const nets = distillNets(resolveDistillSpec({ data, teacher, folds: 5, hardEpochs: 70, seeds: [4, 5] }));
  expect(nets.map(({ stage, input }) => [stage, input.soft?.targets])).toEqual([
    ["teacher-4", undefined],
    ...[4, 5].map((seed) => [`hard-${seed}`, undefined]),
    ...[4, 5].map((seed) => [`distilled-${seed}`, "external"]),
    ...[4, 5].map((seed) => [`out-of-fold-${seed}`, "out-of-fold"]),
  ]);
  const [, hard, , distilled] = nets.map(({ input }) => input.net as NetSpec);
  expect(hard).toEqual({ ...distilled, epochs: 70 });
});

test("a teacher from elsewhere is measured, and students wait for no stage: its answers are there before the first", () => {
  const spec = tinySpec({ teacher: { kind: "external", from: "cmd: python3 teacher.py" } });
  expect(distillStages(spec).map(({ name, task, needs }) => [name, task.id, needs])).toEqual([
    ["teacher-1", "nets/measure-answers", []],
    ...["hard-1", "hard-2", "distilled-1", "distilled-2"].map((name) => [name, "nets/train", []]),
  ]);
  expect(distillNets(spec).at(-1)!.input.soft).toMatchObject({ targets: "external" });
});
