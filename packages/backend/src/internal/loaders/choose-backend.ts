import * as tf from "@tensorflow/tfjs-core";
import type { BackendChoice, BackendDevice, BackendName, PassedOverBackend } from "../../backend-choice.ts";
import { addChainedOperations } from "../add-chained-operations.ts";
import { BackendObstacle } from "../backend-obstacle.ts";
import type { BackendLoader, LoaderOptions, StartedBackend } from "./backend-loader.ts";

/** Options of {@link chooseBackend}, already checked. */
export interface ChooseOptions extends Omit<LoaderOptions, "isOnlyCandidate"> {
  /** The backends to try. Default: all that can run here. */
  readonly prefer?: readonly BackendName[];
  readonly device?: BackendDevice;
  readonly repairs: boolean;
}

/** The version of the backend packages that goes with the repairs and with tfjs-core. */
const PACKAGE_VERSION = "4.22.0";

/**
 * Starts the first candidate that can be started, repairs and sets it. The loaders, best first, are a parameter for tests.
 *
 * When it throws, tfjs computes on what it computed on before.
 */
export async function chooseBackend(options: ChooseOptions, loaders: readonly BackendLoader[]): Promise<BackendChoice> {
  // Some packages set themselves when they are loaded.
  const before = tf.getBackend();
  addChainedOperations();
  try {
    return await startFirst(options, loaders);
  } catch (error) {
    if (before && tf.getBackend() !== before) await tf.setBackend(before);
    throw error;
  }
}

async function startFirst(options: ChooseOptions, loaders: readonly BackendLoader[]): Promise<BackendChoice> {
  const candidates = candidatesOf(options, loaders);
  const isOnlyCandidate = candidates.length === 1;
  const passedOver: PassedOverBackend[] = [];
  for (const loader of candidates) {
    const { name, engine } = loader;
    const started = await attempt(loader, { ...options, isOnlyCandidate });
    if ("reason" in started) {
      passedOver.push({ name, ...started });
      continue;
    }
    await tf.setBackend(engine);
    await tf.ready();
    for (const other of loaders) if (other !== loader) await other.leave?.();
    return {
      name,
      engine,
      device: started.device ?? loader.device,
      version: started.version,
      tfjsVersion: tf.version_core,
      repairs: started.repairs,
      capabilities: started.capabilities,
      remarks: started.remarks ?? [],
      passedOver,
      reason: isOnlyCandidate
        ? "the only one asked for"
        : `the first of ${candidates.map(nameOf).join(", ")} that started`,
    };
  }
  const reasons = passedOver.map(({ name, reason, cure }) => `${name} ${reason} (${cure})`);
  const error = new Error(`selectBackend: no backend can be used: ${reasons.join("; ")}`);
  // Not enumerable, so that a program that prints the error prints one line.
  throw Object.defineProperty(error, "passedOver", { value: passedOver });
}

/** Those asked for, or all that can run here; of them those for the device. */
function candidatesOf({ prefer, device }: ChooseOptions, loaders: readonly BackendLoader[]): readonly BackendLoader[] {
  const asked =
    prefer === undefined
      ? loaders.filter(({ runsHere }) => runsHere?.() ?? true)
      : prefer.map((name) => loaders.find((loader) => loader.name === name)!);
  // One that is asked for alone may turn out to compute on the wanted device after all.
  if (device === undefined || asked.length === 1) return asked;
  const candidates = asked.filter((loader) => loader.device === device);
  if (candidates.length > 0) return candidates;
  throw new Error(`selectBackend: none of ${asked.map(nameOf).join(", ")} computes on the ${device}; leave out device`);
}

type Obstacle = Pick<PassedOverBackend, "reason" | "cure">;

/** Starts and repairs one backend. Whatever stands in its way is a reason to pass it over, never an error. */
async function attempt(
  loader: BackendLoader,
  options: ChooseOptions & LoaderOptions,
): Promise<(StartedBackend & { readonly repairs: readonly string[] }) | Obstacle> {
  try {
    const started = await loader.start(options);
    const device = started.device ?? loader.device;
    if (options.device !== undefined && options.device !== device) {
      return { reason: `computes on the ${device} here`, cure: "leave out device" };
    }
    assertOneCore(loader);
    return { ...started, repairs: loader.repair?.(started.version, options.repairs) ?? [] };
  } catch (error) {
    return obstacleOf(error, loader);
  }
}

const MISSING = /Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/;

function obstacleOf(error: unknown, { packageName, startCure }: BackendLoader): Obstacle {
  if (error instanceof BackendObstacle) return { reason: error.message, cure: error.cure };
  // The wasm backend rejects with a plain object.
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const line = String(message ?? error).split("\n")[0]!;
  const missing = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND" ? MISSING.exec(line)?.[1] : undefined;
  const isBackend = missing?.startsWith("@tensorflow/") ?? false;
  if (missing === undefined || !(missing === packageName || isBackend)) {
    return { reason: `did not start: ${line}`, cure: startCure };
  }
  const reason = missing === packageName && isBackend ? "is not installed" : `needs ${missing}, which is not installed`;
  return { reason, cure: `run "npm install ${missing}${isBackend ? `@${PACKAGE_VERSION}` : ""}"` };
}

/** A backend that was made with another copy of tfjs-core has another `KernelBackend` above it. */
function assertOneCore({ engine, packageName }: BackendLoader): void {
  if (tf.findBackend(engine) instanceof tf.KernelBackend) return;
  throw new BackendObstacle(
    "was made with another copy of @tensorflow/tfjs-core than the one that this program loads",
    `install this program and ${packageName} in one project, with one version of @tensorflow/tfjs-core`,
  );
}

function nameOf({ name }: BackendLoader): string {
  return name;
}
