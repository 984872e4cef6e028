import { describe, expect, it } from "vitest";
import { ArgumentError, type ArgumentErrorParts } from "../src/argument-error.ts";

const parts: ArgumentErrorParts = {
  functionName: "softTargetCrossEntropy",
  argument: "teacherLogits",
  expected: "must have shape [32, 10] (as studentLogits)",
  received: "[32, 9]",
  code: "shape",
};

describe("new ArgumentError(parts)", () => {
  it("puts its parts into one line", () => {
    expect(new ArgumentError(parts).message).toBe(
      "softTargetCrossEntropy: teacherLogits must have shape [32, 10] (as studentLogits), got [32, 9]",
    );
  });

  it("keeps its parts", () => {
    expect({ ...new ArgumentError(parts) }).toEqual({ name: "ArgumentError", ...parts });
  });

  it("is an Error with a name and a stack", () => {
    const error = new ArgumentError(parts);
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(ArgumentError);
    expect(String(error)).toBe(`ArgumentError: ${error.message}`);
    expect(error.stack).toContain("argument-error.test.ts");
  });

  it("is one line of bounded length, whatever its parts are", () => {
    const long = "two\nlines ".repeat(1000);
    const { message } = new ArgumentError({ ...parts, argument: long, expected: long, received: long });
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(parts.functionName.length + 580);
    const names = `must be one of ${"name, ".repeat(60)}`;
    expect(new ArgumentError({ ...parts, expected: names }).message).toContain(names.trim());
  });

  it("has no marker among its enumerable properties", () => {
    expect(Object.keys(new ArgumentError(parts)).sort()).toEqual(["name", ...Object.keys(parts)].sort());
    expect(Object.getOwnPropertySymbols(Object.assign({}, new ArgumentError(parts)))).toEqual([]);
  });
});

describe("ArgumentError.is(value)", () => {
  it("is true of an ArgumentError", () => {
    expect(ArgumentError.is(new ArgumentError(parts))).toBe(true);
  });

  it("is true of an ArgumentError of another copy of the package", () => {
    const foreign = Object.defineProperty(new Error("softmax: …"), Symbol.for("@dark-knowledge/ArgumentError"), {
      value: true,
    });
    expect(foreign).not.toBeInstanceOf(ArgumentError);
    expect(ArgumentError.is(foreign)).toBe(true);
  });

  it.each([[new Error("x")], [new RangeError("x")], [{ ...parts }], ["text"], [null], [undefined], [0]])(
    "is false of %s",
    (value) => {
      expect(ArgumentError.is(value)).toBe(false);
    },
  );
});
