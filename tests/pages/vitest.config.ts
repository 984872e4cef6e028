import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("pages", { test: { testTimeout: 60_000 } });
