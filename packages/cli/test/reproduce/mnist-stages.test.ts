import { expect, test } from "vitest";
import { resolveMnistSpec } from "../../src/reproduce/mnist-spec.ts";
import { mnistStages } from "../../src/reproduce/mnist-stages.ts";
import type { MnistTraining } from "../../src/reproduce/mnist-train.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

const stages = mnistStages(resolveMnistSpec(TINY_MNIST));
const stageOf = (name: string) => stages.find((stage) => stage.name === name)!;

test("mnistStages has each net once, behind what it needs", () => {
  const names = stages.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const [index, { needs }] of stages.entries()) {
    for (const need of needs) expect(names.slice(0, index)).toContain(need);
  }
  expect(stages.filter(({ role }) => role === "teacher")).toHaveLength(2);
  expect(stages.filter(({ role }) => role === "member")).toHaveLength(2);
  expect(stages.filter(({ role }) => role === "student")).toHaveLength(18);
});

test("mnistStages gives teachers to students in turn", () => {
  expect([1, 2, 3].map((seed) => stageOf(`distilled-${seed}`).teacherSeed)).toEqual([1, 2, 1]);
  expect(stageOf("distilled-2").needs).toEqual(["answers-teacher-2"]);
  expect(stageOf("patient-2").needs).toEqual(["answers-all-teachers-views-2-jitter-1"]);
  expect(stageOf("answers-all-teachers-views-2-jitter-1").needs).toEqual(["teacher-1", "teacher-2"]);
  expect(stageOf("self-distillation-3").needs).toEqual(["answers-hard-3"]);
  expect(stageOf("answers-hard-3").needs).toEqual(["hard-3"]);
  expect(stageOf("answers-arithmetic-mean").needs).toEqual(["member-1", "member-2"]);
});

test("mnistStages says what a student that teaches itself lacks", () => {
  const students = TINY_MNIST.students!.filter(({ name }) => name !== "hard");
  expect(() => mnistStages(resolveMnistSpec(TINY_MNIST, { students }))).toThrow(
    'spec: students: one whose teacher is "itself" needs one on all labels beside it, got none',
  );
});

test("mnistStages gives a student's stage all of its net's settings, and nothing else of them", () => {
  const net = { hidden: [8], epochs: 3, batchSize: 32, learningRate: 0.03, warmup: 0.1, momentum: 0.8, nesterov: true };
  const rest = { centred: true, dropout: 0.2, inputDropout: 0.1, jitter: 1, weightDecay: 1e-4, maxNorm: 3 };
  const student = { ...net, ...rest, name: "only", table: "section-3" } as const;
  const [stage] = mnistStages(resolveMnistSpec(TINY_MNIST, { students: [student] })).filter(
    ({ role }) => role === "student",
  );
  expect((stage!.input as MnistTraining).net).toEqual({ ...net, ...rest });
});
