import { existsSync, statfsSync } from "node:fs";
import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";

// Tests read the sources of every workspace package through this export condition, so nothing has to be built first.
// For tests in Node it is the `ssr` key that counts.
const conditions = ["@dark-knowledge/source", "module", "node", "development|production"];

// Tests write thousands of small files, durably: in memory they need not wait for the disk.
const MEMORY = "/dev/shm";
const memoryFree = existsSync(MEMORY) ? statfsSync(MEMORY).bavail * statfsSync(MEMORY).bsize : 0;

const shared: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    // The files of a package share modules: loading tfjs for each of them took longer than the tests. What a file changes for
    // all, such as the backend or a global, it has to put back.
    isolate: false,
    env: memoryFree > 2 ** 30 ? { TMPDIR: MEMORY } : {},
    // The same tests run on backends that take much longer for a small operation, and on busy machines.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    benchmark: { include: ["bench/**/*.bench.ts"] },
  },
});

/** What the tests of one package are like. */
interface PackageOptions extends ViteUserConfig {
  /** Whether they compute with tensors: loads tfjs, chooses the backend of TEST_BACKEND and adds `toAllocate`. */
  readonly tensors?: boolean;
}

const setupFile = (name: string) => new URL(`./packages/testing/src/${name}.ts`, import.meta.url).pathname;

/** The vitest configuration of one package: the shared settings under the package's own name. */
export function packageConfig(name: string, { tensors = false, ...overrides }: PackageOptions = {}): ViteUserConfig {
  const setupFiles = [setupFile(tensors ? "setup-tensors" : "setup")];
  return mergeConfig(mergeConfig(shared, { test: { name, setupFiles } }), overrides);
}

/** The configuration of tests of several packages as one project, whose files share transformed and loaded modules. */
export function togetherConfig(name: string, include: string, test: ViteUserConfig["test"] = {}): ViteUserConfig {
  // The longest time-out of the packages: some tests train small nets, in processes of their own.
  return packageConfig(name, { tensors: true, test: { include: [include], testTimeout: 180_000, ...test } });
}

/** What a run prints; with TEST_REPORTS it also leaves `<name>.json` in that folder, for CI to count. */
export function reporters(name: string): NonNullable<NonNullable<ViteUserConfig["test"]>["reporters"]> {
  const folder = process.env.TEST_REPORTS;
  return folder ? ["default", ["json", { outputFile: `${folder}/${name}.json` }]] : ["default"];
}
