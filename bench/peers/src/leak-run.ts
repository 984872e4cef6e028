import * as tf from "@tensorflow/tfjs-core";
import { drawCaseData } from "./case-data.ts";
import type { StepCase } from "./cases.ts";
import { ownProgram } from "./own-programs.ts";
import type { MemorySample } from "./protocol.ts";

const SMALL_NET: StepCase = {
  kind: "step",
  id: "g",
  title: "64-32-10 with dropout, batch 32",
  batch: 32,
  input: [64],
  layers: [
    { kind: "dense", units: 32, activation: "relu" },
    { kind: "dropout", rate: 0.5 },
    { kind: "dense", units: 10, activation: "linear" },
  ],
};
const SAMPLES = 10;

/** Trains a small net for many steps and says what is alive after every tenth of them. */
export async function leakRun(steps: number): Promise<readonly MemorySample[]> {
  const numbers = new Map(drawCaseData(SMALL_NET).map((one) => [one.name, one]));
  const program = ownProgram(SMALL_NET, numbers, true);
  const run = async (count: number) => {
    for (let step = 0; step < count; step++) {
      const loss = program.step();
      await loss.data();
      loss.dispose();
    }
  };
  // The optimizer makes its slots in the first step.
  await run(1);
  const memory = [sampleAt(0)];
  for (let sample = 1; sample <= SAMPLES; sample++) {
    await run(steps / SAMPLES);
    memory.push(sampleAt((sample * steps) / SAMPLES));
  }
  return memory;
}

function sampleAt(step: number): MemorySample {
  // Present with --expose-gc, as the parent starts this run.
  globalThis.gc?.();
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  return {
    step,
    tensors: tf.memory().numTensors,
    wasmHeapBytes: wasm.HEAPU8.length,
    residentBytes: process.memoryUsage().rss,
  };
}
