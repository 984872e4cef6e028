import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-code-languages", { tensors: true });
