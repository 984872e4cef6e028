import { BACKEND_NAMES } from "@dark-knowledge/backend";
import { expect, test } from "vitest";
import { doctorCommand } from "../../src/commands/doctor-command.ts";
import { TextStream } from "../fixtures/text-stream.ts";

async function runDoctor({ isTTY = false } = {}) {
  const [stdout, stderr] = [new TextStream(isTTY), new TextStream(isTTY)];
  const context = { stdout, stderr, environment: {}, signal: new AbortController().signal };
  await doctorCommand({ ...context, threads: false }).parseAsync([], { from: "user" });
  return { lines: stdout.lines, progress: stderr.text };
}

test("dark-knowledge doctor says which backend and why, and how fast each one is or what stands in its way", async () => {
  const { lines, progress } = await runDoctor();
  expect(lines[0]).toMatch(/^backend \S+ \S+ \(tfjs-core 4\.22\.0\), the first of .*, cpu that started/);
  expect(progress).toBe("");
  const header = lines.findIndex((line) => /^backend +GFLOP\/s +matrices$/.test(line));
  const rows = lines.slice(header + 1, header + 1 + BACKEND_NAMES.length);
  expect(rows.map((row) => row.split(" ")[0])).toEqual(BACKEND_NAMES);
  for (const row of rows) expect(row).toMatch(/^\S+ +(\d+\.\d +(\d+)×\2( |$)|– +\S.*; to enable it, )/);
  expect(rows.find((row) => row.startsWith("wasm "))).toMatch(
    /^wasm +\d+\.\d +1024×1024 +with SIMD, (no )?fused multiply-add, 1 thread; \d+ kernels repaired$/,
  );
  const [unit, peak, advice] = lines.slice(-3);
  expect(unit).toBe("GFLOP/s: product of two square matrices");
  expect(peak).toMatch(/^one core in WebAssembly, at most: \d+\.\d GFLOP\/s$/);
  expect(advice).toMatch(/^what would help most: (nothing; the fastest|OpenBLAS computes with|enable|install oneDNN) /);
});

test("dark-knowledge doctor shows on a terminal what it measures, and clears it away", async () => {
  const { progress } = await runDoctor({ isTTY: true });
  const clear = "\r\u001B[K";
  expect(progress.startsWith(`${clear}measuring tfjs-node-gpu …${clear}`)).toBe(true);
  expect(progress.endsWith(`${clear}measuring cpu …${clear}`)).toBe(true);
});
