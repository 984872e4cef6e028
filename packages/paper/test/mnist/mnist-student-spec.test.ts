import { expect, test } from "vitest";
import { createStudentSchema } from "../../src/mnist/mnist-student-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

test("a student is a net of any kind and what it learns", () => {
  const lesson = { name: "small", table: "controls" };
  const student = parseSpec(createStudentSchema(), { ...lesson, kind: "cnn", filters: [4], epochs: 1 });
  expect(student).toMatchObject({ ...lesson, kind: "cnn", teacher: "teacher", loss: "distillation", temperature: 20 });
  expect(() => parseSpec(createStudentSchema(), { ...lesson, hidden: [4], epochs: 1, loss: "distilation" })).toThrow(
    "(did you mean distillation?)",
  );
});
