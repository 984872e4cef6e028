import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-tabular", { tensors: true });
