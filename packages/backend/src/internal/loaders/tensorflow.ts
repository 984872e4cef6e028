import * as tf from "@tensorflow/tfjs-core";
import type { BackendDevice } from "../../backend-choice.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import { isNode, nodeModule } from "../node-module.ts";
import { addDistillationHead } from "../tensorflow/add-distillation-head.ts";
import type { LoaderOptions, StartedBackend } from "./backend-loader.ts";
import { NODE_HOST, type TensorflowHost, type TensorflowPackage } from "./tensorflow-host.ts";

/** The parts of tfjs-node's `NodeJSKernelBackend` that tell what it runs on. */
interface TensorflowBackend extends tf.KernelBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

const VERSION = "4.22.0";
const INSTALL = "npx dark-knowledge native install";

/** Starts the `tensorflow` engine from the first of `packages` that has a binding, and insists on the device. */
export async function startTensorflow(
  packages: readonly TensorflowPackage[],
  device: BackendDevice,
  { threads }: LoaderOptions,
  host: TensorflowHost = NODE_HOST,
): Promise<StartedBackend> {
  if (!isNode()) throw new BackendObstacle("runs only in Node", "run the program in Node");
  const isRunning = tf.engine().registry.tensorflow !== undefined;
  // Loading hundreds of megabytes would only show that there is no device.
  if (device === "gpu" && !host.hasNvidiaDriver()) {
    throw new BackendObstacle(
      "finds no NVIDIA driver on this machine",
      "install the NVIDIA driver on a machine that has such a GPU",
    );
  }
  if (!isRunning) {
    const packageName = packageToLoad(packages, host);
    assertSameCore(packageName, host);
    addRemovedFunctions();
    setEnvironment(threads);
    load(packageName, host);
  }
  const backend = tf.findBackend("tensorflow") as TensorflowBackend;
  const found: BackendDevice = backend.isUsingGpuDevice ? "gpu" : "cpu";
  if (found !== device) throw wrongDevice(found);
  addDistillationHead();
  return { version: tf.version_core, capabilities: { tensorflow: backend.binding.TF_Version } };
}

/** Only one may be loaded: each registers all its kernels, before it looks for its binding. */
function packageToLoad(packages: readonly TensorflowPackage[], host: TensorflowHost): TensorflowPackage {
  const states = packages.map((packageName) => host.stateOf(packageName));
  const ready = packages[states.indexOf("ready")];
  if (ready !== undefined) return ready;
  const unbuilt = packages[states.indexOf("without binding")];
  if (unbuilt !== undefined) throw new BackendObstacle(`has no binding built for ${unbuilt}`, `run "${INSTALL}"`);
  throw new BackendObstacle("is not installed", `run "npm install ${packages[0]}@${VERSION}"`);
}

/** Loading a second copy of tfjs-core would register every kernel twice, and still be of no use. */
function assertSameCore(packageName: TensorflowPackage, host: TensorflowHost): void {
  const [own, other] = [host.ownCore(), host.coreOf(packageName)];
  if (own === undefined || other === undefined || own.folder === other.folder) return;
  if (own.version !== other.version) {
    throw new BackendObstacle(
      `uses @tensorflow/tfjs-core ${other.version}, this program ${own.version}`,
      `run "npm install @tensorflow/tfjs-core@${VERSION} ${packageName}@${VERSION}"`,
    );
  }
  throw new BackendObstacle(
    `uses a copy of @tensorflow/tfjs-core of its own, in ${other.folder}`,
    `install this program in the project of ${packageName}, so that both use one copy`,
  );
}

function load(packageName: TensorflowPackage, host: TensorflowHost): void {
  try {
    host.load(packageName);
  } catch (error) {
    const line = (error as Error).message.split("\n")[0]!.trim();
    throw new BackendObstacle(`did not start: ${line}`, `run "${INSTALL}"`);
  }
}

function wrongDevice(found: BackendDevice): BackendObstacle {
  if (found === "gpu") {
    return new BackendObstacle("computes on the GPU here", "set CUDA_VISIBLE_DEVICES=-1 before the program starts");
  }
  return new BackendObstacle(
    "has a libtensorflow that found no CUDA device that it can use",
    `run "${INSTALL} --gpu", or look at "${INSTALL} --check --gpu"`,
  );
}

/** tfjs-node 4.22.0 calls two functions at run time that Node 23 removed from `node:util`. */
function addRemovedFunctions(): void {
  const util = nodeModule("node:util") as { isNullOrUndefined?: unknown; isArray?: unknown };
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

/** TensorFlow reads these when it starts; nothing else reaches it through the binding. */
function setEnvironment(threads: number | undefined): void {
  const { env } = nodeModule("node:process");
  // Otherwise it remarks on the processor on stderr.
  env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  if (threads !== undefined) env.TF_NUM_INTRAOP_THREADS = String(threads);
}
