import { expect, it } from "vitest";
import { drawCaseData } from "../src/case-data.ts";
import { CASE_LETTERS, CASES, casesOf, classesOf, hasStore, type StepCase, weightLayouts } from "../src/cases.ts";

const step = (id: string) => CASES.find((one) => one.id === id) as StepCase;

const weightShapes = (one: StepCase) => weightLayouts(one).map(({ shape }) => shape);

it("weightLayouts(net) follows dense, convolutional and pooling layers", () => {
  expect(weightShapes(step("a"))).toEqual([[784, 800], [800], [800, 800], [800], [800, 10], [10]]);
  expect(weightShapes(step("c"))).toEqual([[3, 3, 1, 16], [16], [3, 3, 16, 32], [32], [7 * 7 * 32, 10], [10]]);
  expect(weightShapes(step("i3"))).toEqual([[32, 128], [32, 128], [128], [32, 10], [10]]);
  expect(weightShapes(step("i4"))).toEqual([[20_000, 32], [32, 10], [10]]);
});

it("batch norm begins with a scale of 1, and ids are those of the vocabulary", () => {
  const weights = drawCaseData(step("i1")).filter(({ name }) => name.startsWith("weight"));
  expect(weights.slice(2, 4).map(({ values }) => [...new Set(values)])).toEqual([[1], [0]]);
  const [ids] = drawCaseData(step("i4"));
  expect(ids!.shape).toEqual([64, 16]);
  expect(ids!.values.every((id) => Number.isInteger(id) && id >= 0 && id < 20_000)).toBe(true);
});

it("classesOf(net) is the width of its last layer", () => {
  expect(CASES.filter((one) => one.kind === "step").map(classesOf)).toEqual([10, 10, 10, 10_000, 10, 10, 10, 10, 26]);
});

it("the cases have the letters a to i, of which g is the leak run", () => {
  expect(CASE_LETTERS).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "i"]);
});

it("casesOf(letters, quick) has the stores at their full size, or a twentieth of their rows", () => {
  const rowsOf = (quick: boolean) => casesOf(["a", "h"], quick).map((one) => (hasStore(one) ? one.rows : one.id));
  expect(rowsOf(false)).toEqual(["a", 1_000_000, 100_000, 60_000]);
  expect(rowsOf(true)).toEqual(["a", 50_000, 5000, 3000]);
});

it("casesOf(letters, quick, batch) gives the training steps that batch, in their titles too", () => {
  const [step, head] = casesOf(["a", "e"], false, 4096) as readonly StepCase[];
  expect([step!.batch, step!.title, head!.batch]).toEqual([4096, "784-800-800-10, batch 4096", 128]);
  expect(drawCaseData(step!)[0]!.shape).toEqual([4096, 784]);
});

it("drawCaseData(store) draws ids among its rows, and features that are bytes", () => {
  const numbers = drawCaseData(casesOf(["h"], true)[0]!);
  const valuesOf = (name: string) => Array.from(numbers.find((one) => one.name === name)!.values);
  expect(valuesOf("ids").every((id) => id >= 0 && id < 50_000)).toBe(true);
  expect(new Set(valuesOf("ids")).size).toBeGreaterThan(49_000);
  expect(valuesOf("features").every((value) => Math.abs(255 * value - Math.round(255 * value)) < 1e-4)).toBe(true);
});

it("drawCaseData(case) is the same every time, another for every case, with labels among the classes", () => {
  const one = CASES.find(({ id }) => id === "e1")!;
  const [student, teacher, labels] = drawCaseData(one);
  expect(drawCaseData(one)).toEqual([student, teacher, labels]);
  expect(student!.values).not.toEqual(teacher!.values);
  expect(labels!.values).toHaveLength(128);
  expect(labels!.values.every((label) => label >= 0 && label < 10)).toBe(true);
});

it("drawCaseData(net) gives kernels the spread of He's initialization and no biases", () => {
  const weights = drawCaseData(step("c")).filter(({ name }) => name.startsWith("weight"));
  const [kernel, bias] = [weights[4]!, weights[5]!];
  const variance =
    Float64Array.from(kernel.values).reduce((sum, value) => sum + value * value, 0) / kernel.values.length;
  expect(variance).toBeCloseTo(2 / 1568, 4);
  expect(bias.values.every((value) => value === 0)).toBe(true);
});
