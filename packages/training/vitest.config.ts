import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("training", { tensors: true });
