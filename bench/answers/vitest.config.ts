import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("bench-answers", { tensors: true });
