import { packageConfig } from "../../vitest.shared.ts";

// Some of these tests train small nets.
export default packageConfig("paper", { tensors: true, test: { testTimeout: 60_000 } });
