import { describe, expect, test } from "vitest";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";
import type { SpecParts } from "../../src/experiment.ts";

describe("defaults", () => {
  test("are those of the dataset", () => {
    expect(resolveDistillSpec({})).toMatchObject({
      dataset: "digits",
      temperature: 4,
      teacher: { hidden: [400, 400] },
    });
    const mnist = resolveDistillSpec({ dataset: "mnist" });
    expect(mnist).toMatchObject({
      temperature: 20,
      teacher: { hidden: [1200, 1200] },
      student: { hidden: [800, 800] },
    });
    expect(mnist.trainSize).toBeUndefined();
  });

  test.each([
    [{ trainSize: 700 }, { validationSize: 70, transferSize: 630 }],
    [{ trainSize: 5 }, { validationSize: 0, transferSize: 5 }],
    [{ trainSize: 6500 }, { validationSize: 500, transferSize: 1000 }],
    [
      { trainSize: 60, validationSize: 10 },
      { validationSize: 10, transferSize: 50 },
    ],
    [
      { trainSize: 700, transferSize: 50 },
      { validationSize: 70, transferSize: 50 },
    ],
    [{ dataset: "mnist", trainSize: 300 }, { validationSize: 30 }],
  ])("shrink with the training set that is given: %o", (given, sizes) => {
    expect(resolveDistillSpec(given)).toMatchObject(sizes);
  });

  test("of a net of another kind are how it is trained", () => {
    const { student, teacher } = resolveDistillSpec({
      student: { kind: "cnn", filters: [4] },
      teacher: { kind: "file", path: "big" },
    });
    expect(student).toMatchObject({ kind: "cnn", filters: [4], hidden: [], epochs: 60, learningRate: 0.03 });
    expect(teacher).toMatchObject({ kind: "file", path: "big", epochs: 0 });
  });
});

test("parts go over parts, and the result gives itself again", () => {
  const spec = resolveDistillSpec({ seeds: [4], student: { epochs: 2 } }, { student: { hidden: [3] } });
  expect(spec).toMatchObject({ seeds: [4], student: { hidden: [3], epochs: 2, batchSize: 32 } });
  expect(resolveDistillSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test.each([
  [{ temperature: 0 }, "spec: temperature must be above 0, got 0"],
  [{ temperature: 1e-300 }, "spec: temperature must be at least 0.000001, got 1e-300"],
  [{ trainSize: 1e9 }, "spec: trainSize must be at most 100000 for generated digits, got 1000000000"],
  [{ testSize: 100_001 }, "spec: testSize must be at most 100000 for generated digits, got 100001"],
  [JSON.parse('{ "student": { "__proto__": { "epochs": 3 } } }'), "spec: student.__proto__ is not a field, got one"],
  [{ temperature: 1e300 }, "spec: temperature must be at most 1000000, got 1e+300"],
  [{ omit: [3], only: [7] }, "spec: omit must not be given together with only, got [3]"],
  [{ seeds: [1, 1] }, "spec: seeds must be different seeds, got [1,1]"],
  [{ dataset: "cifar" }, 'spec: dataset must be one of digits, mnist, fashion-mnist, got "cifar"'],
  [{ teacher: { hidden: [1e9] } }, "spec: teacher.hidden.0 must be at most 1000000, got 1000000000"],
  [{ teacher: null }, "spec: teacher must be an object, got null"],
  [{ teacher: 5 }, "spec: teacher must be an object, got 5"],
  [{ teacher: [] }, "spec: teacher must be an object, got []"],
  [
    { teacher: { kind: "external", from: "a.onnx" }, student: { jitter: 1 } },
    "spec: student.jitter must be 0 with a teacher from elsewhere, which is asked about each example once, got 1",
  ],
  [
    { teacher: { kind: "external", from: "a.onnx" }, mixup: 1 },
    "spec: mixup must be left out with a teacher from elsewhere, which is asked about each example once, got 1",
  ],
  [
    { folds: 5 },
    'spec: folds must be left out where the teacher is no command ("cmd: COMMAND"), which can learn, got 5',
  ],
  [
    { teacher: { kind: "external", from: "a.onnx" }, folds: 5 },
    'spec: folds must be left out where the teacher is no command ("cmd: COMMAND"), which can learn, got 5',
  ],
  [
    { dataset: "mnist", teacher: { kind: "external", from: "cmd: a" }, folds: 5, omit: [1] },
    "spec: folds must be left out where the transfer set is not the whole training set (omit, only, transferSize), got 5",
  ],
  [{ alpha: 0.5 }, "spec: alpha is not a field, got 0.5"],
  [
    { data: { path: "a.csv", label: "b", task: "numbers" }, temperature: 3 },
    "spec: temperature must be left out for numbers, which no temperature softens",
  ],
  [{ temprature: 3 }, "spec: temprature is not a field (did you mean temperature?), got 3"],
] as [SpecParts, string][])("%o is refused", (given, message) => {
  expect(() => resolveDistillSpec(given)).toThrow(message);
});
