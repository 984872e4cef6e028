import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
// @ts-expect-error: a script without types
import { BINARIES, compileKernels } from "../../../assembly/compile-kernels.mjs";

it.each(BINARIES as { constant: string; target: URL }[])(
  "$constant is what the sources compile to; if not, run pnpm build:kernels",
  async (binary) => {
    const { source } = await compileKernels(binary);
    expect(await readFile(binary.target, "utf8")).toBe(source);
  },
);
