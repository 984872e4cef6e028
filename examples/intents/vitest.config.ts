import { packageConfig } from "../../vitest.shared.ts";

export default packageConfig("example-intents", { tensors: true });
