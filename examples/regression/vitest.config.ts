import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-regression", { tensors: true });
