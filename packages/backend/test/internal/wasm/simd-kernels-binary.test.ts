import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
// @ts-expect-error: a script without types
import { compileKernels } from "../../../assembly/compile-kernels.mjs";

it("is what the sources compile to; if not, run pnpm build:kernels", async () => {
  const { source } = await compileKernels();
  expect(await readFile(new URL("../../../src/internal/wasm/simd-kernels-binary.ts", import.meta.url), "utf8")).toBe(
    source,
  );
});
