import { describe, expect, it } from "vitest";
import type { BackendChoice } from "../src/backend-choice.ts";
import { describeBackend } from "../src/describe-backend.ts";

const choice: BackendChoice = {
  name: "wasm",
  engine: "wasm",
  device: "cpu",
  version: "4.22.0",
  tfjsVersion: "4.22.0",
  repairs: ["BatchMatMul", "Sum"],
  capabilities: { simd: true, threads: 1 },
  remarks: [],
  passedOver: [],
  reason: "the first of wasm, cpu that started",
};

describe("describeBackend(choice)", () => {
  it("is one line when nothing was passed over", () => {
    expect(describeBackend(choice)).toBe(
      "backend wasm 4.22.0 (tfjs-core 4.22.0), the first of wasm, cpu that started; with SIMD, 1 thread; 2 kernels repaired",
    );
  });

  it("counts threads and kernels, and says when SIMD is missing", () => {
    const slower = { ...choice, repairs: ["Sum"], capabilities: { simd: false, threads: 4 } };
    expect(describeBackend(slower)).toMatch(/; without SIMD, 4 threads; 1 kernel repaired$/);
  });

  it("says in words whether products and sums are rounded once", () => {
    const described = (fusedMultiplyAdd: boolean) =>
      describeBackend({ ...choice, capabilities: { simd: true, fusedMultiplyAdd, threads: 2 } });
    expect(described(true)).toMatch(/; with SIMD, fused multiply-add, 2 threads; 2 kernels repaired$/);
    expect(described(false)).toMatch(/; with SIMD, no fused multiply-add, 2 threads; 2 kernels repaired$/);
  });

  it("names every other fact by its key", () => {
    const capabilities = { tensorflow: "2.21.0", fallback: true, timestamps: false, blas: "OpenBLAS 0.3.21" };
    expect(describeBackend({ ...choice, capabilities, repairs: [] })).toMatch(
      /; tensorflow 2\.21\.0, fallback, no timestamps, blas OpenBLAS 0\.3\.21$/,
    );
  });

  it("leaves out what the backend does not have", () => {
    expect(
      describeBackend({ ...choice, name: "cpu", capabilities: {}, repairs: [], reason: "the only one asked for" }),
    ).toBe("backend cpu 4.22.0 (tfjs-core 4.22.0), the only one asked for");
  });

  it("has a line for each remark, and the first line stays as it is", () => {
    const remarks = ["One thing is odd", "Another is, too"];
    const passedOver = [{ name: "wasm", reason: "is not installed", cure: "install it" }] as const;
    expect(describeBackend({ ...choice, remarks, passedOver }).split("\n")).toEqual([
      describeBackend(choice),
      ...remarks,
      "passed over: wasm is not installed; to enable it, install it",
    ]);
  });

  it("has a last line with everything that was passed over and its cure", () => {
    const passedOver = [
      { name: "wasm", reason: "is not installed", cure: 'run "npm install x"' },
      { name: "cpu", reason: "did not start: no memory", cure: "add memory" },
    ] as const;
    expect(
      describeBackend({ ...choice, passedOver })
        .split("\n")
        .slice(1),
    ).toEqual([
      'passed over: wasm is not installed; to enable it, run "npm install x". cpu did not start: no memory; to enable it, add memory',
    ]);
  });
});
