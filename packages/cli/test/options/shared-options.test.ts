import { Command } from "commander";
import { expect, test } from "vitest";
import { parseChoice, parseCount, SHARED_OPTIONS } from "../../src/options/shared-options.ts";

test("parseCount takes whole numbers from 1 up", () => {
  expect(parseCount("12")).toBe(12);
  for (const text of ["0", "1.5", "-1", "", "ten", "12345678901"]) {
    expect(() => parseCount(text)).toThrow("It must be a whole number, 1 or more.");
  }
});

test("parseChoice takes one of a few names, and suggests the nearest", () => {
  expect(parseChoice("float16", ["float32", "float16"])).toBe("float16");
  expect(() => parseChoice("flaot16", ["float32", "float16"])).toThrow(
    "It must be one of float32, float16; did you mean float16?",
  );
  expect(() => parseChoice("half", ["float32", "float16"])).toThrow(/float16\.?$/);
});

test("every shared option adds itself to a command", () => {
  const command = new Command();
  for (const add of Object.values(SHARED_OPTIONS)) add(command);
  expect(command.options.map((option) => option.attributeName())).toEqual(Object.keys(SHARED_OPTIONS));
});
