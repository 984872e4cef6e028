import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-student-page", { tensors: true });
