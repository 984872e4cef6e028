import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("bench-peers", { tensors: true });
