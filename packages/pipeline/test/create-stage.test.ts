import { expect, test } from "vitest";
import { createStage, type StageOptions } from "../src/create-stage.ts";
import { defineTask } from "../src/define-task.ts";

const task = defineTask(import.meta.url, { id: "test/any", version: 1 }, async (input: unknown) => input);

test("createStage fills in what is left out, and copies what is needed", () => {
  const needs = ["a"];
  const stage = createStage(task, { name: "b", input: [1, { two: "2", left: undefined, none: null }], needs });
  needs.push("c");
  expect(stage).toEqual({ name: "b", task, input: [1, { two: "2", none: null }], needs: ["a"], cost: 1 });
});

test.each([
  [{ name: "../a", input: 1 }, 'name must consist of letters, digits, dots, hyphens and underscores, got "../a"'],
  [{ name: ".a", input: 1 }, 'name must consist of letters, digits, dots, hyphens and underscores, got ".a"'],
  [{ name: "a", input: Number.NaN }, "input must be plain data, as JSON can represent it, got NaN"],
  [{ name: "a", input: { b: [1, new Date(0)] } }, "input.b[1] must be plain data, as JSON can represent it, got "],
  [{ name: "a", input: { b: () => {} } }, "input.b must be plain data, as JSON can represent it, got "],
  [{ name: "a", input: [undefined] }, "input[0] must be plain data, as JSON can represent it, got undefined"],
  [{ name: "a", input: new Float32Array(2) }, "input must be plain data, as JSON can represent it, got "],
  [{ name: "a", input: 1, cost: 0 }, "cost must be a positive finite number, got 0"],
] as [StageOptions<unknown>, string][])("createStage refuses %o", (options, message) => {
  expect(() => createStage(task, options)).toThrow(`createStage: ${message}`);
});

test("the compiler checks the input against the task", () => {
  const length = defineTask(import.meta.url, { id: "test/length", version: 1 }, async (text: string) => text.length);
  // @ts-expect-error the task takes a string
  expect(createStage(length, { name: "a", input: 1 }).input).toBe(1);
});
