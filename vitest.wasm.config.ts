import { availableParallelism } from "node:os";
import { defineConfig, mergeConfig } from "vitest/config";
import { reporters, togetherConfig } from "./vitest.shared.ts";

// The packages that compute with tensors, on the repaired wasm backend; TEST_BACKEND=wasm-blas runs the same with a native
// BLAS under it. The test processes inherit the variable.
process.env.TEST_BACKEND ??= "wasm";

export default mergeConfig(
  togetherConfig("tensors", "packages/{losses,ensemble,compression,export,training}/test/**/*.test.ts"),
  defineConfig({ test: { maxWorkers: availableParallelism(), reporters: reporters(process.env.TEST_BACKEND) } }),
);
