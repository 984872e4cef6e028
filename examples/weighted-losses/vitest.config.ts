import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-weighted-losses", { tensors: true });
