import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("fuzz", {
  tensors: true,
  test: { testTimeout: process.env.FUZZ_RUNS ? 86_400_000 : 60_000 },
});
