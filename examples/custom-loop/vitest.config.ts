import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-custom-loop", { tensors: true });
