import process from "node:process";
import { useChild } from "@dark-knowledge/testing/node";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import { PLAIN_BLAS } from "../../with-native-libraries.ts";

const oneDnn = loadOneDnn(process);
const EXTERNAL = ["@tensorflow/*", "koffi", "webgpu"];
const start = useChild("convolve-in-workers", {
  packageFolder: new URL("../../..", import.meta.url),
  external: EXTERNAL,
});

describe.runIf(oneDnn !== undefined)("oneDNN", () => {
  it("multiplies as plain loops do, random shapes however they lie, and overwrites what is not added to", () => {
    const size = fc.integer({ min: 1, max: 70 });
    const products = fc.record({
      ...{ rows: size, columns: size, inner: size, transposeA: fc.boolean(), transposeB: fc.boolean() },
      beta: fc.constantFrom(0, 1, 0.5),
    });
    fc.assert(
      fc.property(products, (shape) => {
        const { rows, columns, inner, beta } = shape;
        const [a, b] = [0, 4 * rows * inner];
        const c = b + 4 * inner * columns;
        const numbers = Float32Array.from({ length: c / 4 + rows * columns }, (_, index) => Math.sin(12.9898 * index));
        if (beta === 0) numbers.fill(Number.NaN, c / 4);
        const [own, native] = [numbers.slice(), numbers.slice()];
        PLAIN_BLAS.multiply(own.buffer, { ...shape, a, b, c });
        oneDnn!.multiply(native.buffer, { ...shape, a, b, c });
        expect(native).toBeAllClose(own, { rtol: 1e-5, atol: 2e-5 });
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("outlives the threads of Node that loaded it, and lets the process end", async () => {
    const child = start();
    const { stderr, signal } = await child.ended;
    expect({ stderr, signal, exitCode: child.process.exitCode }).toEqual({ stderr: "", signal: null, exitCode: 0 });
    // Of 32×32 windows of 3×3 taps, those at an edge have two thirds, those at a corner four ninths of their taps.
    const sum = 16 * 32 * 16 * 9 * (30 * 30 + 4 * 30 * (2 / 3) + 4 * (4 / 9));
    expect(JSON.parse(child.lastLine())).toEqual([sum, sum, sum, sum].map((value) => expect.closeTo(value, -2)));
  }, 120_000);
});
