import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("conformance", { test: { testTimeout: 60_000, hookTimeout: 300_000 } });
