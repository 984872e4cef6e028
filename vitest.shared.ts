import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

// Tests read the sources of every workspace package through this export condition, so nothing has to be built first.
// For tests in Node it is the `ssr` key that counts.
const conditions = ["@dark-knowledge/source", "module", "node", "development|production"];

const shared: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    // The same tests run on backends that take much longer for a small operation, and on busy machines.
    testTimeout: 30_000,
    setupFiles: [new URL("./packages/testing/src/setup.ts", import.meta.url).pathname],
    benchmark: { include: ["bench/**/*.bench.ts"] },
  },
});

/** The vitest configuration of one package: the shared settings under the package's own name. */
export function packageConfig(name: string, overrides: ViteUserConfig = {}): ViteUserConfig {
  return mergeConfig(mergeConfig(shared, { test: { name } }), overrides);
}

/** What a run prints; with TEST_REPORTS it also leaves `<name>.json` in that folder, for CI to count. */
export function reporters(name: string): NonNullable<NonNullable<ViteUserConfig["test"]>["reporters"]> {
  const folder = process.env.TEST_REPORTS;
  return folder ? ["default", ["json", { outputFile: `${folder}/${name}.json` }]] : ["default"];
}
