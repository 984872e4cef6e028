import { defineConfig } from "vitest/config";
import { reporters } from "./vitest.shared.ts";

// What CI adds to `npm test`, in headless Chromium: every page, students in the pages of all bundlers, and all operations on
// WebGPU, also in Node with the driver that Chromium brings. Without a GPU it takes minutes.
export default defineConfig({
  test: {
    projects: ["tests/conformance", "tests/consumers", "tests/pages"],
    reporters: reporters("chromium"),
  },
});
