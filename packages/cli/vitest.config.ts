import { packageConfig } from "../../vitest.shared.ts";

// These tests train small nets, some of them in processes of their own.
export default packageConfig("cli", { tensors: true, test: { testTimeout: 180_000 } });
