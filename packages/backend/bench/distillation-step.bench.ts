import { bench, describe } from "vitest";
import { createDistillationStep } from "./distillation-step.ts";
import { STATES } from "./wasm-kernels.ts";

const step = createDistillationStep();

describe("one distillation step, 784-800-800-10, batch 128, T = 20, momentum", () => {
  for (const [name, options] of STATES) bench(name, step, { ...options, time: 3000 });
});
