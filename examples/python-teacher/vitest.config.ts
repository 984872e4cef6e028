import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-python-teacher", { tensors: true });
