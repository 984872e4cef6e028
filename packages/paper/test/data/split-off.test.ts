import { datasetSize, generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { cutTo, splitOff } from "../../src/data/split-off.ts";

const { train } = generatedDigits({ trainSize: 100, testSize: 10, seed: 1 });

test("cutTo takes a part, or everything", () => {
  expect(cutTo("trainSize", train, undefined)).toBe(train);
  expect(cutTo("trainSize", train, 100)).toBe(train);
  expect(datasetSize(cutTo("trainSize", train, 40))).toBe(40);
  expect(() => cutTo("trainSize", train, 101)).toThrow("spec: trainSize must be at most 100, got 101");
});

test("splitOff divides a set, the same way every time", () => {
  const { rest, selected } = splitOff("holdOut", train, 30);
  expect([datasetSize(rest), datasetSize(selected!)]).toEqual([70, 30]);
  expect(new Set([...rest.rows, ...selected!.rows]).size).toBe(100);
  expect(splitOff("holdOut", train, 30)).toEqual({ rest, selected });
  expect(splitOff("holdOut", train, 0)).toEqual({ rest: train, selected: undefined });
  expect(() => splitOff("holdOut", train, 100)).toThrow(
    "spec: holdOut must be below the 100 training examples, got 100",
  );
});
