import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-images", { tensors: true });
