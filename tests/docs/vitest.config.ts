import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("docs", { tensors: true, test: { testTimeout: 60_000 } });
