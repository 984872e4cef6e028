import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { assertOneOf } from "../src/assert-one-of.ts";

const choices = ["arithmetic", "geometric"] as const;

describe("assertOneOf(functionName, argument, value, choices)", () => {
  it.each(choices)("accepts %s", (choice) => {
    expect(assertOneOf("averageProbs", "mean", choice, choices)).toBeUndefined();
  });

  it.each([
    ["harmonic", '"harmonic"'],
    ["Arithmetic", '"Arithmetic"'],
    ["", '""'],
    [undefined, "undefined"],
    [["arithmetic"], "an array of length 1"],
  ])("refuses %j", (value, received) => {
    const call = () => assertOneOf("averageProbs", "mean", value, choices);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(
      expect.objectContaining({
        message: `averageProbs: mean must be one of "arithmetic", "geometric", got ${received}`,
        code: "range",
      }),
    );
  });
});
