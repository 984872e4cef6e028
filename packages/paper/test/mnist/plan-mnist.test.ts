import { expect, test } from "vitest";
import { planMnist } from "../../src/mnist/plan-mnist.ts";
import { resolveMnistSpec } from "../../src/mnist/resolve-mnist-spec.ts";
import type { TrainNetInput } from "../../src/nets/train-net.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

const { stages, nets } = planMnist(resolveMnistSpec(TINY_MNIST));
const stageOf = (name: string) => stages.find((stage) => stage.name === name)!;
const netOf = (stage: string) => nets.find((net) => net.stage === stage)!;

test("each net has one stage, behind those that it needs", () => {
  const names = stages.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [index, { needs }] of stages.entries()) {
    for (const need of needs) expect(names.slice(0, index)).toContain(need);
  }
  const count = (role: string) => nets.filter((net) => net.role === role).length;
  expect(["teacher", "member", "student"].map(count)).toEqual([2, 2, 18]);
});

test("students have the teachers in turn, and wait only for answers that they learn from", () => {
  expect([1, 2, 3].map((seed) => netOf(`distilled-${seed}`).teacher!.seed)).toEqual([1, 2, 1]);
  expect(stageOf("distilled-2").needs).toEqual(["answers-teacher-2"]);
  expect(stageOf("hard-2").needs).toEqual([]);
  expect(netOf("hard-2").teacher).toEqual({ name: "teacher", seed: 2, stage: "answers-teacher-2" });
  expect(stageOf("patient-2").needs).toEqual(["answers-all-teachers-views-2-jitter-1"]);
  expect(stageOf("answers-all-teachers-views-2-jitter-1").needs).toEqual(["teacher-1", "teacher-2"]);
  expect(stageOf("self-distillation-3").needs).toEqual(["answers-hard-3"]);
  expect(stageOf("answers-hard-3").needs).toEqual(["hard-3"]);
  expect(stageOf("answers-arithmetic-mean").needs).toEqual(["member-1", "member-2"]);
  expect(netOf("arithmetic-mean-1").teacher).toEqual({ name: "arithmetic-mean", stage: "answers-arithmetic-mean" });
});

test("a student has seeds of its own where it is given some, and teachers in turn by their places", () => {
  const [hard, distilled, ...others] = TINY_MNIST.students;
  const students = [hard, { ...distilled, seeds: [7, 8, 9, 10] }, ...others];
  const plan = planMnist(resolveMnistSpec({ ...TINY_MNIST, students }));
  const distillations = plan.nets.filter(({ name }) => name === "distilled");
  expect(distillations.map(({ seed, teacher }) => [seed, teacher!.seed])).toEqual([
    [7, 1],
    [8, 2],
    [9, 1],
    [10, 2],
  ]);
  expect(plan.nets.filter(({ name }) => name === "hard").map(({ seed }) => seed)).toEqual([1, 2, 3]);
});

test("a student on labels that teaches one with other seeds is trained with those", () => {
  const [hard, ...others] = TINY_MNIST.students;
  const students = [{ ...hard, seeds: [5] }, ...others];
  const plan = planMnist(resolveMnistSpec({ ...TINY_MNIST, students }));
  const trained = plan.nets.filter(({ name }) => name === "hard");
  expect(trained.map(({ seed, teacher }) => [seed, teacher!.seed])).toEqual([
    [5, 1],
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

test("a student that teaches itself needs one on labels", () => {
  const students = TINY_MNIST.students.filter(({ name }) => name !== "hard");
  expect(() => planMnist(resolveMnistSpec({ ...TINY_MNIST, students }))).toThrow(
    'spec: students must have one on all labels where the teacher of another is "itself", got none',
  );
});

test("a student's stage has all settings of its net, and nothing else of them", () => {
  const net = { hidden: [8], epochs: 3, batchSize: 32, learningRate: 0.03, warmup: 0.1, momentum: 0.8, nesterov: true };
  const rest = { centred: true, dropout: 0.2, inputDropout: 0.1, jitter: 1, weightDecay: 1e-4, maxNorm: 3 };
  const student = { ...net, ...rest, name: "only", table: "section-3" } as const;
  const [found] = planMnist(resolveMnistSpec({ ...TINY_MNIST, students: [student] })).stages.filter(
    ({ name }) => name === "only-1",
  );
  expect((found!.input as TrainNetInput).net).toEqual({ kind: "mlp", ...net, ...rest });
});

test("longer trainings cost more", () => {
  expect(stageOf("teacher-1").cost).toBeGreaterThan(stageOf("hard-1").cost);
});
