import { expect, test } from "vitest";
import { SEARCHED_LESSONS } from "../../src/mnist/internal/searched-lessons.ts";
import { mnistStudents } from "../../src/mnist/mnist-students.ts";

test("mnistStudents makes every experiment of one net, with more epochs where there are fewer examples", () => {
  const net = { hidden: [40, 40], epochs: 10, learningRate: 0.25 };
  const students = mnistStudents(net, {
    widths: [40, 5],
    epochs: 30,
    patience: 90,
    repeats: 20,
    lessons: SEARCHED_LESSONS,
  });
  const named = new Map(students.map((student) => [student.name, student]));
  expect(named.size).toBe(students.length);
  const taught = students.filter(({ name, table }) => table === "losses" && name.endsWith("-10-epochs"));
  expect(taught.map(({ name, learningRate }) => [name.replace("-10-epochs", ""), learningRate])).toEqual([
    ["distillation", 0.375],
    ["logit-matching", 0.375],
    ["jensen-shannon", 0.375],
    ["reverse-kl", 0.25],
    ["decoupled", 0.125],
    ["normalised", 0.5],
    ["correlation", 0.0625],
    ["standardised", 0.5],
    ["label-smoothing", 0.5],
    ["confidence-penalty", 0.5],
    ["labels-alone", 0.9375],
  ]);
  expect(named.get("correlation-30-epochs")).toMatchObject({ epochs: 30, temperature: 20, hardWeight: 0 });
  expect(named.get("share-0.1-soft")).toMatchObject({ learningRate: 0.125, share: 0.1 });
  expect(named.get("temperature-2.5-units-5")).toMatchObject({ hidden: [5, 5], temperature: 2.5 });
  expect(["share-0.01-soft", "share-0.3-hard"].map((name) => named.get(name)!.epochs)).toEqual([200, 33]);
  expect(["hard", "distilled", "without-3s", "only-7s-and-8s"].map((name) => named.get(name)!.epochs)).toEqual([
    30, 30, 30, 150,
  ]);
  expect(named.get("patient")).toMatchObject({ teacher: "all-teachers", epochs: 90, jitter: 2, hardWeight: 0 });
});

test("mnistStudents gives the two students of section 3 seeds of their own", () => {
  const sizes = { widths: [8], epochs: 2, patience: 2, repeats: 2, lessons: [] };
  const students = mnistStudents({ hidden: [8], epochs: 1 }, { ...sizes, seeds: [3, 4, 5] });
  const seeded = students.filter(({ seeds }) => seeds !== undefined);
  expect(seeded.map(({ name, seeds }) => [name, seeds])).toEqual([
    ["hard", [3, 4, 5]],
    ["distilled", [3, 4, 5]],
  ]);
});
