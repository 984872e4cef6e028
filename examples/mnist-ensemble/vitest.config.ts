import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-mnist-ensemble", { tensors: true });
