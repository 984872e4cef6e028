import { describe, expect, it } from "vitest";
import { createBlockChecker } from "../src/block-checker.ts";
import { instrumentBlock } from "../src/instrument-block.ts";

/** Runs an instrumented script and returns how many expectations it checked. */
function run(code: string): number {
  const checker = createBlockChecker((line) => `line ${line}`);
  new Function("__docs", "console", instrumentBlock(code))(checker, checker.console);
  return checker.count();
}

describe("instrumentBlock(code)", () => {
  it.each([
    ["a number", "1 + 1; // => 2"],
    ["a string", '"a" + "b"; // => "ab"'],
    ["an object", "({ a: [1] }); // => { a: [1] }"],
    ["undefined", "undefined; // => undefined"],
    ["infinities", "-1 / 0; // => -Infinity"],
    ["NaN", "0 / 0; // => NaN"],
    ["a typed array by its elements", "Float32Array.of(1, 2); // => [1, 2]"],
    ["a statement over several lines", "[\n  1,\n  2,\n].map((x) => x + 1); // => [2, 3]"],
    ["a value on the next line", "[1, 2];\n// => [1, 2]"],
    ["a value over several lines", "[1, 2];\n// => [\n//      1,\n//      2,\n//    ]"],
    ["a constant", "const a = 3; // => 3"],
    ["a statement inside a function", "(() => {\n  1; // => 1\n})();"],
    ["printed text", 'console.log("a", 1); // => a 1'],
    ["printed lines", 'console.log("a\\n  b");\n// => a\n//      b'],
    ["printed numbers that are rounded", 'console.log("a", [2 / 3, 1e-9]); // ≈ a [ 0.667, 0 ]'],
    [
      "rounded numbers on several lines",
      "console.log(Array.from({ length: 8 }, () => 1 / 7)); // ≈ [ 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1 ]",
    ],
    ["a rounded number", "2 / 3; // ≈ 0.667"],
    ["rounded numbers inside", "({ a: [1 / 3, 200 / 3], b: 'x1' }); // ≈ { a: [0.3, 67], b: 'x1' }"],
    ["a rounded number after the arrow", "2 / 3; // => ≈0.667"],
    ["a rounded power of ten", "1234567; // ≈ 1.23e6"],
  ])("checks %s", (_, code) => {
    expect(run(code)).toBe(1);
  });

  it.each([
    ["1 + 1; // => 3", "line 1: expected 3, got 2"],
    ["\n\n1 + 1; // => 3", "line 3: expected 3, got 2"],
    ["1; // => 1\n2; // => 3", "line 2: expected 3, got 2"],
    ["0.1 + 0.2; // => 0.3", "line 1: expected 0.3, got 0.30000000000000004"],
    ['"1"; // => 1', "line 1: expected 1, got '1'"],
    ["[1, 2]; // => [1]", "line 1: expected [1], got [ 1, 2 ]"],
    ["({ a: 1, b: 2 }); // => { a: 1 }", "line 1: expected { a: 1 }, got { a: 1, b: 2 }"],
    ["const a = 3; // => 4", "line 1: expected 4, got 3"],
    ['console.log("a"); // => b', 'line 1: expected "b", got "a"'],
    ['console.log("a\\nb"); // => a', 'line 1: expected "a", got "a\\nb"'],
    ["console.log(2 / 3); // ≈ 0.66", 'line 1: expected ≈ "0.66", got "0.6666666666666666"'],
    ["console.log([1]); // ≈ 1", 'line 1: expected ≈ "1", got "[ 1 ]"'],
    ["2 / 3; // ≈ 0.66", "line 1: expected ≈ 0.66, got 0.6666666666666666"],
    ["[1, 2]; // ≈ [1, 3]", "line 1: expected ≈ [1, 3], got [ 1, 2 ]"],
    ["[1]; // ≈ [1, 2]", "line 1: expected ≈ [1, 2], got [ 1 ]"],
    ["({ a: 1 }); // ≈ { b: 1 }", "line 1: expected ≈ { b: 1 }, got { a: 1 }"],
    ["0 / 0; // ≈ 0.5", "line 1: expected ≈ 0.5, got NaN"],
  ])("finds %j", (code, message) => {
    expect(() => run(code)).toThrow(message);
  });

  it("leaves what is printed before out of the text", () => {
    expect(run('console.log("before");\nconsole.log("a"); // => a')).toBe(1);
  });

  it.each([
    ["// => 1", 'line 1: nothing before "// => 1" can be checked'],
    ["const { a } = { a: 1 }; // => 1", 'line 1: nothing before "// => 1" can be checked'],
    ["function f() {} // => 1", 'line 1: nothing before "// => 1" can be checked'],
    ["1; // => about one", 'line 1: "about one" is no expression'],
  ])("refuses %j", (code, message) => {
    expect(() => instrumentBlock(code)).toThrow(message);
  });

  it("keeps every line in its place", () => {
    const code = "\n1; // => 1\n\nconst a = [\n  2,\n]; // => [2]\n";
    expect(instrumentBlock(code).split("\n")).toHaveLength(code.split("\n").length);
  });
});
