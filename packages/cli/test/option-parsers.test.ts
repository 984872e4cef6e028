import { expect, test } from "vitest";
import {
  parseCount,
  parseDataset,
  parseIntegers,
  parseNumber,
  parsePositive,
  parseSeeds,
} from "../src/option-parsers.ts";

test("parseNumber takes any number and nothing else", () => {
  expect(["0.1", "-2", "1e-3"].map(parseNumber)).toEqual([0.1, -2, 0.001]);
  for (const text of ["", " ", "abc", "1,5", "Infinity", "NaN"]) {
    expect(() => parseNumber(text), text).toThrow("It must be a number.");
  }
});

test("parsePositive takes numbers above 0", () => {
  expect(parsePositive("20")).toBe(20);
  for (const text of ["0", "-1"]) expect(() => parsePositive(text)).toThrow("It must be above 0.");
});

test("parseCount takes whole numbers from 1", () => {
  expect(parseCount("15")).toBe(15);
  for (const text of ["0", "1.5", "-3", "ten", ""]) {
    expect(() => parseCount(text), text).toThrow("It must be a whole number, 1 or more.");
  }
});

test("parseIntegers takes a list with commas", () => {
  expect(parseIntegers("1200,1200")).toEqual([1200, 1200]);
  expect(parseIntegers("7, 8")).toEqual([7, 8]);
  for (const text of ["", "1,", "a", "1.5", "-1"]) {
    expect(() => parseIntegers(text), text).toThrow(
      "It must be whole numbers with commas between them, such as 1200,1200.",
    );
  }
});

test("parseSeeds takes one number as how many, a list as which", () => {
  expect(parseSeeds("3")).toEqual([1, 2, 3]);
  expect(parseSeeds("11,12")).toEqual([11, 12]);
  expect(() => parseSeeds("0")).toThrow("It must be a whole number, 1 or more.");
});

test("parseDataset takes the known names", () => {
  expect(parseDataset("fashion-mnist")).toBe("fashion-mnist");
  expect(() => parseDataset("MNIST")).toThrow("It must be one of digits, mnist, fashion-mnist.");
});
