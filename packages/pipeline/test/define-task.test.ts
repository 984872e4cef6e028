import { expect, test } from "vitest";
import { defineTask } from "../src/define-task.ts";

const run = async () => 1;

test("defineTask keeps the parts of a task", () => {
  expect(defineTask("file:///a.js", { id: "example/one", version: 2 }, run)).toEqual({
    ...{ module: "file:///a.js", id: "example/one", version: 2, run },
  });
});

test.each([
  ["a.js", "one", 1, 'defineTask: module must be import.meta.url of the module that exports it, got "a.js"'],
  [
    ...["file:///a.js", "One task", 1],
    'defineTask: id must consist of lower-case letters, digits, dots, hyphens and slashes, got "One task"',
  ],
  ["file:///a.js", "one", 0, "defineTask: version must be an integer, at least 1, got 0"],
] as [string, string, number, string][])("defineTask(%j, %j, %j) is refused", (module, id, version, message) => {
  expect(() => defineTask(module, { id, version }, run)).toThrow(message);
});
