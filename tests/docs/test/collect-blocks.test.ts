import { describe, expect, it } from "vitest";
import { blocksOfMarkdown, blocksOfSource } from "../src/collect-blocks.ts";

describe("blocksOfMarkdown(file, text)", () => {
  it("finds every block of the language ts, with its first line", () => {
    const text = "# Title\n\n```ts\na;\n```\n\nText\n\n```ts\nb;\nc;\n```\n";
    expect(blocksOfMarkdown("a.md", text)).toEqual([
      { file: "a.md", line: 4, code: "a;" },
      { file: "a.md", line: 10, code: "b;\nc;" },
    ]);
  });

  it("leaves other languages and `ts no-run` alone", () => {
    expect(
      blocksOfMarkdown("a.md", "```\na\n```\n```sh\nb\n```\n```ts no-run\nc\n```\n```typescript\nd\n```\n"),
    ).toEqual([]);
  });

  it("takes a longer fence around a shorter one as one block", () => {
    expect(blocksOfMarkdown("a.md", "````md\n```ts\na;\n```\n````\n")).toEqual([]);
  });

  it("takes the indentation of a list off", () => {
    expect(blocksOfMarkdown("a.md", "1. text\n\n   ```ts\n   if (a) {\n     b;\n   }\n   ```\n")).toEqual([
      { file: "a.md", line: 4, code: "if (a) {\n  b;\n}" },
    ]);
  });

  it("refuses a block without an end", () => {
    expect(() => blocksOfMarkdown("a.md", "\n```ts\na;\n")).toThrow("a.md:2: the code block is never closed");
  });
});

describe("blocksOfSource(file, text)", () => {
  it("finds every block of every docstring", () => {
    const text = [
      "/**",
      " * One.",
      " *",
      " * @example",
      " * ```ts",
      " * a;",
      " * ```",
      " * ```ts",
      " * b;",
      " * ```",
      " */",
      "export const a = 1;",
      "/* ```ts no docstring``` */",
      "",
      "/** Two.",
      " * ```ts",
      " *   c;",
      " * ```",
      " */",
    ].join("\n");
    expect(blocksOfSource("a.ts", text)).toEqual([
      { file: "a.ts", line: 6, code: "a;" },
      { file: "a.ts", line: 9, code: "b;" },
      { file: "a.ts", line: 17, code: "  c;" },
    ]);
  });
});
