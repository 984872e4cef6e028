import { describe, expect, it } from "vitest";
import { lastWords } from "../../../src/node/internal/last-words.ts";

describe("lastWords", () => {
  it("finds the message before the trace of Node", () => {
    const trace = Array.from({ length: 12 }, (_, at) => `    at Object.<anonymous> (/teacher.js:${at}:7)`).join("\n");
    const written = `loading\n/teacher.js:3\n  throw new Error("no weights");\n  ^\n\nError: no weights\n${trace}\n\nNode.js v20.20.2\n`;
    expect(lastWords(written)).toBe('/teacher.js:3 throw new Error("no weights"); Error: no weights');
  });

  it("finds the message after the trace of Python", () => {
    const written = `Traceback (most recent call last):\n  File "teacher.py", line 1, in <module>\n    net["x"]\n    ~~~^^^^^\nKeyError: 'x'\n`;
    expect(lastWords(written)).toBe("net[\"x\"] ~~~^^^^^ KeyError: 'x'");
  });

  it("keeps the last line where there is no room for more, and is empty where nothing was written", () => {
    expect(lastWords(`${"y".repeat(290)}\nError: no weights`)).toBe("Error: no weights");
    expect(lastWords("\n \n")).toBe("");
  });
});
