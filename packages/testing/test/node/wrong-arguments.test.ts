import { describe, expect, test } from "vitest";
import { badErrorsOf, wrongArguments } from "../../src/node/wrong-arguments.ts";

describe("wrongArguments(right)", () => {
  const wrong = [...wrongArguments([1, { classes: [0, 1, 2], name: "a" }])];

  test("leaves arguments out, and puts something else into each place, one at a time", () => {
    const places = new Set(wrong.map(({ where }) => where.split(" = ")[0]));
    expect([...places]).toEqual([
      "only 0 arguments",
      "only 1 arguments",
      "0",
      "1",
      "1.classes",
      "1.classes.0",
      "1.classes.1",
      "1.name",
    ]);
    expect(wrong).toContainEqual({ where: "1.classes.1 = null", args: [1, { classes: [0, null, 2], name: "a" }] });
  });
});

describe("badErrorsOf(call, right)", () => {
  test("has nothing against errors of one line, nor against calls that succeed", async () => {
    const call = (value: unknown) => {
      if (typeof value !== "number") throw new Error("call: value must be a number");
    };
    expect(await badErrorsOf(call, [1])).toEqual([]);
  });

  test("finds raw TypeErrors, long messages and several lines", async () => {
    const call = async (value: unknown) => {
      if (value === null) throw new Error("x".repeat(501));
      if (value === true) throw new Error("two\nlines");
      (value as { name: string }).name.at(0);
    };
    const bad = await badErrorsOf(call, [{ name: "a" }]);
    expect(bad).toContainEqual(expect.stringMatching(/^0 = null: Error: x{200} /));
    expect(bad).toContainEqual(expect.stringMatching(/^0 = true: Error: two\nlines /));
    expect(bad).toContainEqual(expect.stringMatching(/^0.name = undefined: TypeError: Cannot read properties/));
  });
});
