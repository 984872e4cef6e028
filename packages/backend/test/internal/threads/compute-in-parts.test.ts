import { useChild } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { selectBackend } from "../../../src/select-backend.ts";

const packageFolder = new URL("../../..", import.meta.url);
const start = useChild("update-on-threads", { packageFolder, external: ["@tensorflow/*", "koffi", "webgpu"] });
const hasBlas = await selectBackend({ prefer: ["wasm-blas", "wasm"] }).then(({ name }) => name === "wasm-blas");

async function run(wishes: string) {
  const child = start(wishes);
  const { stderr } = await child.ended;
  const results: Record<string, unknown>[] = JSON.parse(child.lastLine() || "[]");
  return { results, stderr, exitCode: child.process.exitCode };
}

// In processes of their own: here the backend has started on a memory that cannot be shared.
describe.runIf(hasBlas)("updates and distillation heads", () => {
  test("have the bits of one thread on several, beside a library as without, and the process ends by itself", async () => {
    const [alone, together, beside] = [await run("wasm:1"), await run("wasm:3"), await run("wasm-blas:3")];
    const [{ hash }] = alone.results as [{ hash: number }];
    expect(hash).not.toBe(0);
    // For a head of 1 row, too small for threads, of 2 and of 7: as much as the rows that are worked on at once need.
    const borrowed = (...parts: number[]) => parts.map((count) => count * 4 * (4 * (10_000 + 15) + 4));
    const rest = { remarks: expect.any(Array), hash };
    const one = (result: object) => ({ results: [{ ...rest, ...result }], stderr: "", exitCode: 0 });
    expect(alone).toEqual(one({ name: "wasm", isShared: false, isPlain: true, borrowed: borrowed(1, 1, 1) }));
    const onThreads = { isShared: true, isPlain: false, borrowed: borrowed(1, 2, 3) };
    expect(together).toEqual(one({ name: "wasm", ...onThreads }));
    expect(beside).toEqual(one({ name: "wasm-blas", ...onThreads }));
  }, 120_000);

  test("go on when one backend follows another in a process, in any order", async () => {
    const order = "wasm-blas:2,wasm-blas:3,wasm:1,wasm-blas:3,wasm-blas:1,wasm:2,wasm:3,wasm-blas:2,wasm:1";
    const { results, stderr, exitCode } = await run(order);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(results.map(({ name, isPlain }) => [name, isPlain])).toEqual(
      order.split(",").map((wish) => [wish.split(":")[0], wish === "wasm:1"]),
    );
    expect(new Set(results.map(({ hash }) => hash)).size).toBe(1);
  }, 120_000);

  test("take one thread where the backend had started on a memory of its own", async () => {
    const { results, exitCode } = await run("wasm:1,wasm-blas:3");
    expect(exitCode).toBe(0);
    expect(results.map(({ isShared }) => isShared)).toEqual([false, false]);
    expect(results[1]!.hash).toBe(results[0]!.hash);
  }, 120_000);
});
