import { describe, expect, it } from "vitest";
import { exportsOf, publicApi, undocumented } from "../src/api-docs.ts";

const problemsOf = (source: string, index = 'export { f } from "./f.ts";') =>
  undocumented([
    ...exportsOf("src/index.ts", (path) => (path === "src/index.ts" ? index : source)),
    { name: "shown", file: "src/shown.ts", isFunction: true, comment: "What.\n@example\n```ts\n```" },
    { name: "bare", file: "src/bare.ts", isFunction: false, comment: "What." },
  ]);

describe("everything that a library exports", () => {
  it("is found", () => {
    expect(publicApi().map(({ name }) => name)).toEqual(expect.arrayContaining(["softmax", "Random", "ArgumentError"]));
  });

  it("has a docstring, and a function an example or a sibling with one", () => {
    expect(undocumented(publicApi())).toEqual([]);
  });
});

describe("undocumented(exportsOf(index))", () => {
  const example = "@example\n * ```ts\n * f();\n * ```";

  it.each([
    ["a function with an example", `/**\n * What it does.\n *\n * ${example}\n */\nexport function f() {}`],
    [
      "a function whose example needs files",
      "/**\n * What.\n *\n * @example\n * ```ts no-run\n * f();\n * ```\n */\nexport function f() {}",
    ],
    ["an arrow function with an example", `/**\n * What it does.\n *\n * ${example}\n */\nexport const f = () => 1;`],
    ["a function that names its sibling", "/**\n * What.\n *\n * @see {@link shown}\n */\nexport function f() {}"],
    ["a type with one line", "/** What it is. */\nexport interface f {}"],
    ["a constant with one line", "/** What it is. */\nexport const f = 1;"],
  ])("accepts %s", (_, source) => {
    expect(problemsOf(source)).toEqual([]);
  });

  it.each([
    ["a function without a docstring", "export function f() {}", "src/f.ts: f has no docstring"],
    ["a plain comment", "// What it does.\nexport function f() {}", "src/f.ts: f has no docstring"],
    ["tags without a summary", `/**\n * ${example}\n */\nexport function f() {}`, "src/f.ts: f has no docstring"],
    ["a type without a docstring", "export type f = 1;", "src/f.ts: f has no docstring"],
    ["a constant without a docstring", "export const f = 1;", "src/f.ts: f has no docstring"],
    ["a name that the file lacks", "/** Another. */\nexport const g = 1;", "src/f.ts: f has no docstring"],
    [
      "a function without an example",
      "/** What it does. */\nexport function f() {}",
      'src/f.ts: f has no @example, nor "@see {@link sibling}" to a function with one',
    ],
    [
      "a sibling that shows nothing either",
      "/**\n * What it does.\n *\n * @see {@link bare}\n */\nexport function f() {}",
      'src/f.ts: f has no @example, nor "@see {@link sibling}" to a function with one',
    ],
    [
      "an example without code",
      "/**\n * What it does.\n *\n * @example f()\n */\nexport function f() {}",
      'src/f.ts: f has no @example, nor "@see {@link sibling}" to a function with one',
    ],
  ])("finds %s", (_, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });

  it("follows a rename to the declaration", () => {
    expect(problemsOf("export type g = 1;", 'export type { g as f } from "./f.ts";')).toEqual([
      "src/f.ts: g has no docstring",
    ]);
  });
});
