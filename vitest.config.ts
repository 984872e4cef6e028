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
    reporters: reporters("workspace"),
  },
});
