import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { assertShape } from "../src/assert-shape.ts";

describe("assertShape(functionName, argument, shape, expected, as)", () => {
  it.each([[[]], [[0]], [[32, 10]], [[1, 28, 28, 1]]])("accepts %j where it is expected", (shape) => {
    expect(assertShape("f", "x", shape, [...shape])).toBeUndefined();
  });

  it.each([
    [[32, 9], [32, 10], "f: x must have shape [32, 10], got [32, 9]"],
    [[9, 10], [32, 10], "f: x must have shape [32, 10], got [9, 10]"],
    [[1, 10], [32, 10], "f: x must have shape [32, 10], got [1, 10]"],
    [[32, 10, 1], [32, 10], "f: x must have shape [32, 10], got [32, 10, 1]"],
    [[32], [32, 10], "f: x must have shape [32, 10], got [32]"],
    [[], [1], "f: x must have shape [1], got []"],
    [[1], [], "f: x must have shape [], got [1]"],
  ])("refuses %j where %j is expected", (shape, expected, message) => {
    const call = () => assertShape("f", "x", shape, expected);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(expect.objectContaining({ message, functionName: "f", argument: "x", code: "shape" }));
  });

  it("names the argument that set the expectation", () => {
    expect(() => assertShape("klDivergence", "teacherLogits", [32, 9], [32, 10], "studentLogits")).toThrow(
      expect.objectContaining({
        message: "klDivergence: teacherLogits must have shape [32, 10] (as studentLogits), got [32, 9]",
      }),
    );
  });
});
