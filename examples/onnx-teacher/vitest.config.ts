import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-onnx-teacher", { tensors: true });
