import * as tf from "@tensorflow/tfjs-core";
import type { BackendCapabilities } from "../../backend-choice.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import { isBrowser } from "../node-module.ts";
import { repairOrRestorePadding } from "../repairs/padding-repairs.ts";
import type { BackendLoader, LoaderOptions, StartedBackend } from "./backend-loader.ts";
import { startBackend } from "./start-backend.ts";
import { findAdapter, findGpu, type GpuAdapter, lendAdapter, releaseGpu } from "./webgpu-host.ts";

/** WebGPU, the browser's or Dawn through the npm package `webgpu`. */
export const webgpuLoader: BackendLoader = {
  name: "webgpu",
  engine: "webgpu",
  device: "gpu",
  packageName: "@tensorflow/tfjs-backend-webgpu",
  startCure: 'run "npm install @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu"',
  start: startWebgpu,
  repair: (_, isWanted) => repairOrRestorePadding("webgpu", isWanted),
  leave: releaseGpu,
};

async function startWebgpu({ isOnlyCandidate }: LoaderOptions): Promise<StartedBackend> {
  const running = tf.engine().registry.webgpu as { readonly adapterInfo?: GpuAdapter["info"] } | undefined;
  // If other code started it, tfjs keeps only the vendor and the architecture.
  if (running) return describe(startedInfo ?? running.adapterInfo, isOnlyCandidate);
  try {
    const gpu = await findGpu();
    const adapter = await findAdapter(gpu);
    const started = describe(adapter.info, isOnlyCandidate);
    // Only now: the package registers its backend when it is loaded, and only where there is a navigator.gpu. For a page, its author imports it.
    if (!tf.engine().registryFactory.webgpu) await import("#tfjs-backend-webgpu");
    if (!tf.engine().registryFactory.webgpu) {
      throw new BackendObstacle(
        "was loaded before WebGPU was set up",
        "call selectBackend before importing @tensorflow/tfjs-backend-webgpu",
      );
    }
    await lendAdapter(gpu, adapter, () => startBackend("webgpu"));
    startedInfo = adapter.info;
    return started;
  } catch (error) {
    releaseGpu();
    throw error;
  }
}

/** Describes an adapter; a software adapter is refused if there is an alternative. */
function describe(info: GpuAdapter["info"] = {}, isOnlyCandidate: boolean): StartedBackend {
  const { vendor = "", architecture = "", description = "", isFallbackAdapter } = info;
  const name = [vendor, architecture, description].filter((word) => word !== "").join(" ") || "unnamed";
  const software = isFallbackAdapter === true || SOFTWARE.test(name);
  if (software && !isOnlyCandidate) {
    throw new BackendObstacle(
      `finds a software adapter only (${name})`,
      `${isBrowser() ? "turn on graphics acceleration in the browser's settings" : "install the graphics card's driver"}, or ask for it alone with prefer: ["webgpu"]`,
    );
  }
  const capabilities: BackendCapabilities = { adapter: name, software };
  // The package does not say its version; it works only with the tfjs-core of the same one.
  return { version: tf.version_core, device: software ? "cpu" : "gpu", capabilities };
}

/** Renderers that compute on the processor, for implementations that do not mark them. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render/i;

/** The adapter of the backend that was started here. */
let startedInfo: GpuAdapter["info"];
