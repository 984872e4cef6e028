import { expect, test } from "vitest";
import { SpecError } from "../../src/spec/spec-error.ts";

test("SpecError has its parts and one line", () => {
  const error = new SpecError("student.epochs", "must be at least 1", "0");
  expect(error.message).toBe("spec: student.epochs must be at least 1, got 0");
  expect(error.path).toBe("student.epochs");
  expect(new SpecError("", "must be an object", "null").message).toBe("spec: must be an object, got null");
});

test("a SpecError is one line of at most 500 characters, whatever somebody wrote", () => {
  const long = "two\nlines ".repeat(1e5);
  expect(new SpecError(long, long, long).message).toMatch(/^.{1,500}$/);
});
