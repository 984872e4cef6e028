import { useChild } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";

const EXTERNAL = ["@tensorflow/*", "koffi", "webgpu"];
const start = useChild("train-on-threads", { packageFolder: new URL("../../..", import.meta.url), external: EXTERNAL });

async function run(threads: number) {
  const child = start(String(threads));
  const { stderr } = await child.ended;
  return { ...JSON.parse(child.lastLine() || "{}"), stderr, exitCode: child.process.exitCode };
}

// In processes of their own: here the backend has started on a memory that cannot be shared.
test("wasm in Node computes on several threads what it computes on one, bit for bit, and ends by itself", async () => {
  const [alone, together] = [await run(1), await run(3)];
  expect(together).toEqual({ threads: 3, remarks: [], hash: alone.hash, again: 1, stderr: "", exitCode: 0 });
  expect(alone).toEqual({ threads: 1, remarks: [], hash: alone.hash, again: 1, stderr: "", exitCode: 0 });
  expect(alone.hash).not.toBe(0);
}, 120_000);
