import { describe, expect, it } from "vitest";
import { wordingOfMarkdown, wordingOfSource } from "../src/wording.ts";
import { readText, workspaceFiles } from "../src/workspace-files.ts";

describe("the language of the documentation", () => {
  const documents = workspaceFiles(".md").filter((path) => !/^reports\/|CHANGELOG\.md$/.test(path));
  const sources = workspaceFiles(".ts").filter((path) => /^packages\/[^/]+\/src\//.test(path));

  it("is plain in Markdown", () => {
    expect(documents).toContain("README.md");
    expect(documents.flatMap((file) => wordingOfMarkdown(file, readText(file)))).toEqual([]);
  });

  it("is plain in comments, with defaults and @returns in one form", () => {
    expect(sources).toContain("packages/core/src/softmax.ts");
    expect(sources.flatMap((file) => wordingOfSource(file, readText(file)))).toEqual([]);
  });
});

describe("wordingOfMarkdown(file, text)", () => {
  it("names the line, the phrase and what to write instead", () => {
    expect(wordingOfMarkdown("a.md", "# Title\n\nThe page is made Anew.")).toEqual([
      'a.md:3: write "again", not "Anew"',
    ]);
  });
});

describe("wordingOfSource(file, text)", () => {
  it.each([
    "/** Options of f. Default: 1. */",
    "/** Computes f. */\nconst anew = 1;",
    "/**\n * Computes f.\n *\n * @returns the value, or undefined\n * @throws Error. Always.\n */",
    "/**\n * Computes f.\n *\n * @returns HTML. Or nothing\n */",
    "/** Options. Default of `x`: 1. */",
  ])("accepts %j", (text) => {
    expect(wordingOfSource("a.ts", text)).toEqual([]);
  });

  it.each([
    ["/** What f takes. */", 'a.ts:1: name the thing or start with a verb, not with "What"'],
    ["\n/**\n * What\n * f takes.\n */", 'a.ts:2: name the thing or start with a verb, not with "What"'],
    ["/** The rate; 1 when\n * left out. */", 'a.ts:1: write "Default: …", not "when left out"'],
    ["/** The rate. Default 1. */", 'a.ts:1: write "Default: …"'],
    ["x();\n  // Lets go of it.", 'a.ts:2: write "releases", not "Lets go of"'],
    ["/**\n * F.\n *\n * @returns The value\n */", "a.ts:1: start @returns with a lower-case letter"],
    ["/**\n * F.\n *\n * @returns the\n *   value.\n * @throws Error\n */", "a.ts:1: end @returns without a full stop"],
  ])("finds in %j", (text, problem) => {
    expect(wordingOfSource("a.ts", text)).toEqual([problem]);
  });
});
