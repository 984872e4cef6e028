import { expect, test } from "vitest";
import { keptGain } from "../../src/reproduce/specialists-record.ts";
import { tinySeed } from "./tiny-record.ts";

test("keptGain is the share of the specialists' gain that one net has, and none without a gain", () => {
  const seed = tinySeed(1, [0.5, 0.75, 0.7, 0, 0, 0, 0, 0.625, 0.4375]);
  expect(keptGain(seed, "distilled")).toBe(0.5);
  expect(keptGain(seed, "control")).toBe(-0.25);
  expect(keptGain(tinySeed(1, [0.5, 0.5, 0.7, 0, 0, 0, 0, 0.6, 0.4]), "distilled")).toBeUndefined();
});
