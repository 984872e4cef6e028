import { defineConfig } from "vitest/config";
import { reporters } from "../../vitest.shared.ts";

// Apart from the other tests: these need `pnpm build`, a package manager and, where nothing is cached, the registry.
export default defineConfig({
  test: {
    name: "consumers",
    root: new URL(".", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    globalSetup: "src/set-up-project.ts",
    testTimeout: 60_000,
    reporters: reporters("consumers"),
    expect: { requireAssertions: true },
  },
});
