import { packageConfig } from "../../vitest.shared.ts";

// These tests replace kernels and backends for all that share their modules.
export default packageConfig("conformance", {
  tensors: true,
  test: { isolate: true, testTimeout: 60_000, hookTimeout: 300_000 },
});
