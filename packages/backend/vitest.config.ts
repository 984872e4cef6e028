import { packageConfig } from "../../vitest.shared.ts";

// These tests replace kernels and backends for all that share their modules.
export default packageConfig("backend", { tensors: true, test: { isolate: true } });
