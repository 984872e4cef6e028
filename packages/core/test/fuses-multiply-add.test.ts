import { RELAXED_SIMD, useChild } from "@dark-knowledge/testing/node";
import { describe, expect, it } from "vitest";

describe.each([
  ["false in Node 20, true in later ones", [], RELAXED_SIMD.length === 0],
  ["true with relaxed SIMD", RELAXED_SIMD, true],
  // Only x86 has processors without the instruction.
  ["false where the processor rounds twice", [...RELAXED_SIMD, "--no-enable-fma3"], process.arch !== "x64"],
])("fusesMultiplyAdd is %s", (_, nodeOptions, expected) => {
  const start = useChild("print-fuses-multiply-add", { packageFolder: new URL("..", import.meta.url), nodeOptions });

  it("in a process of its own", async () => {
    const child = start();
    expect(await child.ended).toMatchObject({ stderr: "" });
    expect(child.lastLine()).toBe(String(expected));
  });
});
