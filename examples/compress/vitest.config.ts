import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-compress", { tensors: true });
