import { distill, SpecError } from "@dark-knowledge/paper";
import { expect, test } from "vitest";
import { resolveOptions } from "../../src/options/resolve-options.ts";
import { UsageError } from "../../src/usage-error.ts";

const resolve = (flags: Record<string, unknown>) => resolveOptions(distill, distill.options, flags, (parts) => parts);
const refuse = (flags: Record<string, unknown>, error: Error) => () =>
  resolveOptions(distill, distill.options, flags, () => {
    throw error;
  });

test("options become parts of a specification, in the order of the experiment", () => {
  expect(resolve({ epochs: "3", temperature: "2", quiet: true })).toEqual([
    { temperature: 2 },
    { student: { epochs: 3 } },
  ]);
  expect(resolve({})).toEqual([]);
});

test("what is wrong with a field is said of the option that set it", () => {
  const wrong = new SpecError("student.epochs", "must be at least 1", "0");
  expect(refuse({ epochs: "0" }, wrong)).toThrow(new UsageError("--epochs must be at least 1, got 0"));
  expect(refuse({ student: "8" }, wrong)).toThrow(new UsageError("--student: epochs must be at least 1, got 0"));
  expect(refuse({ temperature: "2" }, wrong)).toThrow(wrong);
  // The option that is meant, also beside one for all of it.
  expect(refuse({ student: "8", epochs: "0" }, wrong)).toThrow(new UsageError("--epochs must be at least 1, got 0"));
  expect(refuse({ epochs: "0" }, new Error("other"))).toThrow("other");
});

test("where a teacher is from is the option itself", () => {
  const wrong = new SpecError("teacher.from", "must be answers for numbers", "answers for several classes in tags");
  expect(refuse({ teacher: "tags.onnx" }, wrong)).toThrow(
    new UsageError("--teacher must be answers for numbers, got answers for several classes in tags"),
  );
});

test("an option that a choice leaves no field for has to be left out", () => {
  const unknown = new SpecError("teacher.epochs", "is not a field (did you mean path?)", "3");
  expect(refuse({ teacher: "big.onnx", teacherEpochs: "3" }, unknown)).toThrow(
    new UsageError("--teacher-epochs must be left out for this kind of teacher, got 3"),
  );
  expect(refuse({ teacher: "big.onnx" }, unknown)).toThrow("--teacher: epochs is not a field");
});

test("a value of a list is not called by its index, and classes are said to be numbers", () => {
  for (const flag of ["omit", "only"]) {
    expect(refuse({ [flag]: "3,xx" }, new SpecError(`${flag}.1`, "must be a number", '"xx"'))).toThrow(
      new UsageError(
        `--${flag}: each class must be given by its number, counted from 0: it must be a number, got "xx"`,
      ),
    );
  }
  expect(refuse({ seeds: "1,xx" }, new SpecError("seeds.1", "must be a number", '"xx"'))).toThrow(
    new UsageError('--seeds: each value must be a number, got "xx"'),
  );
});
