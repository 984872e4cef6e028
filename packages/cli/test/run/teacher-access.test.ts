import { expect, test } from "vitest";
import { teacherAccess } from "../../src/run/teacher-access.ts";
import { UsageError } from "../../src/usage-error.ts";

const URL = "https://a.example/predict?key=1";
const now: unknown = expect.any(Function);
const environment = { DARK_KNOWLEDGE_TEACHER_TOKEN: "secret" };

test("teacherAccess finds the token of a service and its budget", () => {
  expect(teacherAccess(URL, {}, { environment: {} })).toEqual({ url: URL, now });
  expect(teacherAccess(URL, { budget: 40 }, { environment })).toEqual({ url: URL, now, token: "secret", requests: 40 });
  // 0.3 / 0.1 is a little less than 3.
  expect(teacherAccess(URL, { budget: 0.3, price: 0.1 }, { environment: {} })).toEqual({ url: URL, now, requests: 3 });
  expect(teacherAccess(URL, { budget: 1, price: 0.3 }, { environment: {} }).requests).toBe(3);
});

test("teacherAccess tells no other teacher the token", () => {
  expect(teacherAccess("cmd: true", {}, { environment })).toEqual({});
  expect(teacherAccess(undefined, {}, { environment })).toEqual({});
});

test("teacherAccess refuses options without effect", () => {
  const refused = (name: string | undefined, flags: object) => () => teacherAccess(name, flags, { environment });
  expect(refused(URL, { price: 1 })).toThrow(new UsageError("--price has no effect without --budget"));
  expect(refused("cmd: true", { budget: 1 })).toThrow(
    "--budget has no effect unless the teacher is an http(s) address",
  );
});
