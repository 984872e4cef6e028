import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { reporters, togetherConfig } from "./vitest.shared.ts";

// A process can load a BLAS only once: each of these files has one of its own. All others share what is loaded.
const APART = "packages/backend/test/internal/{blas,loaders}/**/*.test.ts";

export default defineConfig({
  test: {
    projects: [
      "tests/conformance",
      togetherConfig("apart", APART, { isolate: true }),
      togetherConfig(
        "together",
        "{packages,tests/{architecture,docs,fuzz,pages},bench,examples}/**/test/**/*.test.ts",
        {
          exclude: [APART, "**/node_modules/**", "**/dist/**", "tests/{conformance,consumers}/**"],
        },
      ),
    ],
    // vitest leaves one processor idle by default, which of two is half.
    maxWorkers: availableParallelism(),
    reporters: reporters("workspace"),
  },
});
