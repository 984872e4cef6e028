import { defineConfig } from "vitest/config";
import { packageConfig, reporters } from "./vitest.shared.ts";

// The packages that compute with tensors, on TensorFlow, and the command line's tests that need it. They need a binding:
// `dark-knowledge native install`. The test processes inherit the variable; TEST_BACKEND=tfjs-node-gpu runs the same on
// a CUDA device.
process.env.TEST_BACKEND ??= "tfjs-node";

const commandLine = packageConfig("native", { root: "packages/cli" });

export default defineConfig({
  test: {
    projects: [
      "packages/{losses,ensemble,training}",
      { ...commandLine, test: { ...commandLine.test, include: ["test/native/*.native.ts"], testTimeout: 60_000 } },
    ],
    reporters: reporters("native"),
  },
});
