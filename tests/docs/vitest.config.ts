import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("docs", { test: { testTimeout: 60_000 } });
