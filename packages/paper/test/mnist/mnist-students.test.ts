import { expect, test } from "vitest";
import { mnistStudents } from "../../src/mnist/mnist-students.ts";

test("mnistStudents makes every experiment of one net, with more epochs where there are fewer examples", () => {
  const net = { hidden: [40, 40], epochs: 10, learningRate: 0.05 };
  const students = mnistStudents(net, { widths: [40, 5], epochs: 30, patience: 90, repeats: 20 });
  const named = new Map(students.map((student) => [student.name, student]));
  expect(named.size).toBe(students.length);
  const slow = students.filter(({ learningRate, share }) => learningRate !== 0.05 && share === undefined);
  expect(slow.map(({ name, learningRate }) => [name, learningRate])).toEqual([
    ["decoupled", 0.0125],
    ["correlation", 0.0125],
  ]);
  expect(named.get("share-0.1-soft")).toMatchObject({ learningRate: 0.025, share: 0.1 });
  expect(named.get("temperature-2.5-units-5")).toMatchObject({ hidden: [5, 5], temperature: 2.5 });
  expect(["share-0.01-soft", "share-0.3-hard"].map((name) => named.get(name)!.epochs)).toEqual([200, 33]);
  expect(["hard", "distilled", "without-3s", "only-7s-and-8s"].map((name) => named.get(name)!.epochs)).toEqual([
    30, 30, 30, 150,
  ]);
  expect(named.get("patient")).toMatchObject({ teacher: "all-teachers", epochs: 90, jitter: 2, hardWeight: 0 });
});
