import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-distil-mnist", { tensors: true });
