import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-http-teacher", { tensors: true });
