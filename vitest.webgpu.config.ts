import { defineConfig } from "vitest/config";
import { reporters } from "./vitest.shared.ts";

// What CI adds to `npm test`: all operations on WebGPU, in headless Chromium and in Node. Without a GPU it takes minutes.
export default defineConfig({
  test: {
    projects: ["tests/conformance"],
    reporters: reporters("webgpu"),
  },
});
