import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reporters, togetherConfig } from "./vitest.shared.ts";

// Their tests replace kernels and backends: each file is run by itself. All others share what is loaded.
const APART = ["packages/backend", "tests/conformance"];

export default defineConfig({
  test: {
    projects: [
      ...APART,
      togetherConfig("together", "{packages/!(backend),tests/{architecture,docs,fuzz,pages},bench/*,examples/*}"),
    ],
    // vitest leaves one processor idle by default, which of two is half.
    maxWorkers: availableParallelism(),
    reporters: reporters("workspace"),
  },
});
