import { repairOrRestorePadding } from "../repairs/padding-repairs.ts";
import { type BackendLoader, rethrow, type StartedBackend } from "./backend-loader.ts";
import { startBackend } from "./start-backend.ts";

/** Plain JavaScript. */
export const cpuLoader: BackendLoader = {
  name: "cpu",
  engine: "cpu",
  device: "cpu",
  packageName: "@tensorflow/tfjs-backend-cpu",
  startCure: 'run "npm install @tensorflow/tfjs-backend-cpu@4.22.0"',
  start: startCpu,
  repair: (_, isWanted) => repairOrRestorePadding("cpu", isWanted),
};

async function startCpu(): Promise<StartedBackend> {
  const { version_cpu } = await import("@tensorflow/tfjs-backend-cpu").catch(rethrow);
  const backend = await startBackend("cpu");
  // Otherwise the first tensor prints an advertisement for tfjs-node; what is chosen and why is in the choice.
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  return { version: version_cpu, capabilities: {} };
}
