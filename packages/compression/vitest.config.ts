import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("compression", { tensors: true });
