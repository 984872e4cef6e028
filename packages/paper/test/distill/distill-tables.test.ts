import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { furtherTables } from "../../src/distill/distill-tables.ts";

function makeRecord(accuracy: number): RunRecord {
  const students = (name: string, errors: readonly number[]): readonly NetRecord[] =>
    errors.map((count, index) => ({ role: "student", name, seed: index + 1, figures: { errors: count } }));
  return {
    ...{ experiment: "distill", title: "two classes", spec: {}, versions: {}, backend: "cpu", examples: [] },
    dataset: { name: "toy", sizes: { test: 100 }, classNames: ["a", "b"] },
    nets: [
      ...students("hard", [10, 12, 14]),
      ...students("distilled", [9, 12, 12]),
      ...students("out-of-fold", [7, 8, 9]),
    ],
    extras: {
      answered: [
        { part: "transfer", size: 900, accuracy, confidence: 0.99, calibrationError: 0.01, nll: 0.02 },
        { part: "out-of-fold", size: 900, accuracy: 0.8, confidence: 0.81, calibrationError: 0.03, nll: 0.5 },
        { part: "test", size: 100, accuracy: 0.8, confidence: 0.82, calibrationError: 0.02, nll: 0.4 },
      ],
    },
  };
}

test("students of one seed are compared with each other, with a confidence interval of the mean", () => {
  const [differences] = furtherTables(makeRecord(0.98));
  // Of −1, 0, −2 the mean is −1 and s = 1: t of two degrees of freedom, 4.3027, times 1 / √3.
  expect(differences!.rows.map(({ cells }) => cells)).toEqual([
    ["distilled minus labels", "−1.0 (−3.5 to +1.5)"],
    ["distilled out of fold minus labels", "−4.0 (−6.5 to −1.5)"],
    ["distilled out of fold minus distilled", "−3.0 (−5.5 to −0.5)"],
  ]);
});

test("the answers of the teacher are shown part by part, and a teacher that knows the transfer set by heart is named", () => {
  const [, answers] = furtherTables(makeRecord(0.98));
  expect(answers!.rows.map(({ cells }) => cells)).toEqual([
    ["transfer set", "900", "98.00 %", "99.00 %", "1.00 %", "0.0200"],
    ["transfer set, out of fold", "900", "80.00 %", "81.00 %", "3.00 %", "0.5000"],
    ["test set", "100", "80.00 %", "82.00 %", "2.00 %", "0.4000"],
  ]);
  expect(answers!.caption).toContain("right 18.00 points more often on the transfer set");
  // The standard error of the difference is 4.2 points.
  expect(furtherTables(makeRecord(0.9))[1]!.caption).toContain("about as well on the transfer set");
});

test("where there is a validation set the transfer set is compared with it", () => {
  const { extras, ...record } = makeRecord(0.98);
  const answered = extras!.answered as { readonly part: string }[];
  const validation = {
    part: "validation",
    size: 400,
    accuracy: 0.9,
    confidence: 0.9,
    calibrationError: 0.03,
    nll: 0.3,
  };
  const [, answers] = furtherTables({ ...record, extras: { answered: answered.toSpliced(2, 0, validation) } });
  expect(answers!.rows.map(({ cells }) => cells[0])).toEqual([
    ...["transfer set", "transfer set, out of fold", "validation set", "test set"],
  ]);
  expect(answers!.caption).toContain("right 8.00 points more often on the transfer set than on the validation set");
});

test("a run without such answers has neither, and one without folds compares what it has", () => {
  const { extras, ...record } = makeRecord(0.98);
  expect(furtherTables(record)).toEqual([]);
  const two = { ...record, extras: extras!, nets: record.nets.filter(({ name }) => name !== "out-of-fold") };
  expect(furtherTables(two)[0]!.rows).toHaveLength(1);
});

/** A record of numbers, by the errors of the teacher on the transfer set. */
function numbersRecord(squaredError: number): RunRecord {
  const students = (name: string, errors: readonly number[]): readonly NetRecord[] =>
    errors.map((rmse, index) => ({ role: "student", name, seed: index + 1, figures: { rmse } }));
  return {
    ...makeRecord(1),
    nets: [...students("hard", [1000, 1200, 1400]), ...students("distilled", [900, 1200, 1200])],
    extras: {
      answered: [
        { part: "transfer", size: 900, squaredError, standardError: 0.01 },
        { part: "test", size: 100, squaredError: 0.25, standardError: 0.04 },
      ],
    },
  };
}

test("numbers are compared by their RMSE, with as many digits as say something", () => {
  const [differences, answers] = furtherTables(numbersRecord(0.2));
  expect(differences!.columns.map(({ title }) => title)).toEqual(["students", "RMSE"]);
  expect(differences!.rows.map(({ cells }) => cells)).toEqual([["distilled minus labels", "−100 (−348 to +148)"]]);
  expect(answers!.columns.map(({ title }) => title)).toEqual(["answers to", "numbers", "mean squared error"]);
  expect(answers!.rows.map(({ cells }) => cells)).toEqual([
    ["transfer set", "900", "0.2000"],
    ["test set", "100", "0.2500"],
  ]);
  expect(answers!.caption).toContain("The teacher does about as well on the transfer set as on the test set.");
  // Three standard errors of the difference are 0.124.
  expect(furtherTables(numbersRecord(0.12))[1]!.caption).toContain(
    "The teacher’s error is smaller on the transfer set than on the test set, by more than chance",
  );
});

test("of several classes the labels are counted, and no largest probability is shown", () => {
  const record = makeRecord(0.8);
  const answered = (record.extras!.answered as { confidence?: number }[]).map(({ confidence: _, ...rest }) => rest);
  const answers = furtherTables({ ...record, extras: { answered } }).at(-1)!;
  expect(answers.columns.map(({ title }) => title)).toEqual([
    "answers to",
    "labels",
    "right",
    "calibration error",
    "NLL",
  ]);
  expect(answers.rows[0]!.cells).toEqual(["transfer set", "900", "80.00 %", "1.00 %", "0.0200"]);
});
