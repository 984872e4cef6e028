import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reporters } from "./vitest.shared.ts";

export default defineConfig({
  test: {
    projects: [
      "packages/*",
      "tests/{architecture,conformance,docs,fuzz,pages}",
      "bench/*",
      "examples/*/vitest.config.ts",
    ],
    // vitest leaves one processor idle by default, which of two is half.
    maxWorkers: availableParallelism(),
    reporters: reporters("workspace"),
  },
});
