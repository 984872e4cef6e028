import { setBackend } from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, it } from "vitest";
import { collectBlocks } from "../src/collect-blocks.ts";
import { runBlock } from "../src/run-block.ts";
import { typeCheck } from "../src/type-check.ts";

const blocks = collectBlocks();

// An example may choose another backend; the next one starts from the usual one again.
beforeEach(async () => {
  await setBackend("cpu");
});

describe("the examples in the documentation", () => {
  it("are found", () => {
    expect(blocks.map(({ file }) => file)).toContain("packages/core/README.md");
    expect(blocks.map(({ file }) => file)).toContain("packages/core/src/softmax.ts");
  });

  it.each(blocks.map((block) => [`${block.file}:${block.line}`, block] as const))(
    "%s runs as it says",
    async (_, block) => {
      const expectations = block.code.match(/\/\/ ?(=>|≈)/g)?.length ?? 0;
      expect(await runBlock(block)).toBe(expectations);
    },
  );

  it("type-check", () => {
    expect(typeCheck(blocks)).toEqual([]);
  });
});

describe("the runner", () => {
  const block = (code: string) => ({ file: "docs/page.md", line: 10, code });

  it("fails on a wrong value, with its place", async () => {
    await expect(
      runBlock(block('import { logSumExp } from "@dark-knowledge/core";\n\nlogSumExp([0]); // => 1')),
    ).rejects.toThrow("docs/page.md:12: expected 1, got 0");
  });

  it("fails where the example throws", async () => {
    await expect(runBlock({ ...block('throw new Error("no");'), line: 20 })).rejects.toThrow("no");
  });

  it("fails on an import that does not exist", async () => {
    await expect(runBlock({ ...block('import "@dark-knowledge/nothing";'), line: 30 })).rejects.toThrow(
      /@dark-knowledge\/nothing/,
    );
  });

  it("fails on an expectation that it cannot check, with its place", async () => {
    await expect(runBlock({ ...block("if (true) {\n} // => 1"), line: 40 })).rejects.toThrow(
      'docs/page.md:40: line 2: nothing before "// => 1" can be checked',
    );
  });

  it("counts what it checked and keeps what is printed to itself", async () => {
    const code =
      'const two = 1 + 1; // => 2\nconsole.log("a", two); // => a 2\nconsole.log("more");\nawait Promise.resolve([3]); // => [3]';
    expect(await runBlock({ ...block(code), line: 50 })).toBe(3);
  });

  it("finds type errors, with their place", () => {
    const wrong = { ...block('import { softmax } from "@dark-knowledge/core";\n\nsoftmax("1");'), line: 60 };
    expect(typeCheck([wrong])).toEqual([
      "docs/page.md:62: Argument of type 'string' is not assignable to parameter of type 'ArrayLike<number>'.",
    ]);
  });
});
