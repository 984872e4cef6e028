import { packageConfig } from "../../vitest.shared.ts";

// Some of these tests start Node or the TypeScript compiler.
export default packageConfig("architecture", { test: { testTimeout: 60_000 } });
