import { RELAXED_SIMD, useChild } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";

const packageFolder = new URL("../../..", import.meta.url);
const EXTERNAL = ["@tensorflow/*", "koffi", "webgpu"];
const usual = useChild("train-on-threads", { packageFolder, external: EXTERNAL });
const relaxed = useChild("train-on-threads", { packageFolder, external: EXTERNAL, nodeOptions: RELAXED_SIMD });

async function run(start: typeof usual, threads: number) {
  const child = start(String(threads));
  const { stderr } = await child.ended;
  return { ...JSON.parse(child.lastLine() || "{}"), stderr, exitCode: child.process.exitCode };
}

// In processes of their own: here the backend has started on a memory that cannot be shared.
describe("wasm in Node", () => {
  const isFusedAtOnce = RELAXED_SIMD.length === 0;
  const rest = { remarks: [], again: 1, stderr: "", exitCode: 0 };

  test.each([
    ["", usual, isFusedAtOnce],
    [" with relaxed SIMD", relaxed, true],
  ])(
    "computes on several threads what it computes on one%s, bit for bit, and ends by itself",
    async (_, start, isFused) => {
      const [alone, together] = [await run(start, 1), await run(start, 3)];
      expect(together).toEqual({ ...rest, threads: 3, isPlain: false, fusedMultiplyAdd: isFused, hash: alone.hash });
      expect(alone).toEqual({ ...rest, threads: 1, isPlain: true, fusedMultiplyAdd: isFused, hash: alone.hash });
      expect(alone.hash).not.toBe(0);
    },
    120_000,
  );

  test.skipIf(isFusedAtOnce)(
    "has other bits with relaxed SIMD",
    async () => {
      const [plain, fused] = [await run(usual, 1), await run(relaxed, 1)];
      expect(fused.hash).not.toBe(plain.hash);
    },
    120_000,
  );
});
