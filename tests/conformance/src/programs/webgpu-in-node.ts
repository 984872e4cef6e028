// Runs the cases on WebGPU in a process of its own, and writes what came of it to standard output.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-layers";
import { selectBackend } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { CASES } from "../cases/index.ts";
import { runColumn } from "../run-column.ts";

tf.env().set("PROD", true);

async function run() {
  const { passedOver } = await selectBackend({ prefer: ["webgpu", "cpu"] });
  try {
    const choice = await selectBackend({ prefer: ["webgpu"] });
    // Otherwise small tensors are computed on by the processor, and the GPU's kernels are not tried.
    tf.env().set("WEBGPU_CPU_FORWARD", false);
    const verdicts = await runColumn(CASES, async () => {
      await selectBackend({ prefer: ["webgpu"] });
    });
    await selectBackend({ prefer: ["cpu"] });
    return {
      passedOver,
      choice,
      verdicts,
      isReleased: !(globalThis as { navigator?: { gpu?: object } }).navigator?.gpu,
    };
  } catch (error) {
    return { passedOver, skipped: (error as Error).message };
  }
}

process.stdout.write(`\n${JSON.stringify(await run())}`);
