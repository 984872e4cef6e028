import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reporters, togetherConfig } from "./vitest.shared.ts";

// A process can load a BLAS only once, and jax-js keeps the way to start threads that it found first: each of these files has a
// process of its own.
const LOADERS = "packages/backend/test/internal/{blas,loaders}/**/*.test.ts";
const JAX = "bench/peers/test/jax-programs.test.ts";
const LEFT_OUT = ["**/node_modules/**", "**/dist/**", "tests/{conformance,consumers,pages}/**"];

export default defineConfig({
  test: {
    projects: [
      "tests/conformance",
      "tests/pages",
      togetherConfig("loaders", `{${LOADERS},${JAX}}`, { isolate: true }),
      // Other kernels and backends than those of the others.
      togetherConfig("backend", "packages/backend/test/**/*.test.ts", { exclude: [LOADERS] }),
      togetherConfig("together", "{packages,tests,bench,examples}/**/test/**/*.test.ts", {
        exclude: [...LEFT_OUT, "packages/backend/**", JAX],
      }),
    ],
    // vitest leaves one processor idle by default, which of two is half.
    maxWorkers: availableParallelism(),
    reporters: reporters("workspace"),
  },
});
