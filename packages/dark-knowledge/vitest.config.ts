import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("dark-knowledge", { tensors: true });
