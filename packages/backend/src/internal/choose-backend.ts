import * as tf from "@tensorflow/tfjs-core";
import type { BackendChoice, BackendName, PassedOverBackend } from "../backend-choice.ts";
import type { BackendLoader, BackendLoaders, LoaderOptions, StartedBackend } from "./backend-loaders.ts";

/** What {@link chooseBackend} needs to know; all of it has been checked. */
export interface ChooseOptions extends LoaderOptions {
  readonly prefer: readonly BackendName[];
  readonly repairs: boolean;
}

/** The version of the backend packages that goes with the repairs and with tfjs-core. */
const PACKAGE_VERSION = "4.22.0";

/** Starts the first backend of `prefer` that can be started, repairs and sets it. The loaders are a parameter for tests. */
export async function chooseBackend(options: ChooseOptions, loaders: BackendLoaders): Promise<BackendChoice> {
  const { prefer, repairs } = options;
  const passedOver: PassedOverBackend[] = [];
  for (const name of prefer) {
    const loader = loaders[name];
    const started = await attempt(loader, options);
    if ("reason" in started) {
      passedOver.push({ name, ...started });
      continue;
    }
    // Outside the attempt: an unsupported version is not passed over in silence, it is an error.
    const repaired = loader.repair?.(started.version, repairs) ?? [];
    await tf.setBackend(name);
    await tf.ready();
    return {
      name,
      version: started.version,
      tfjsVersion: tf.version_core,
      repairs: repaired,
      ...(started.capabilities === undefined ? {} : { capabilities: started.capabilities }),
      passedOver,
      reason: prefer.length === 1 ? "the only one asked for" : `the first of ${prefer.join(", ")} that started`,
    };
  }
  const reasons = passedOver.map(({ name, reason, cure }) => `${name} ${reason} (${cure})`);
  throw new Error(`selectBackend: no backend can be used: ${reasons.join("; ")}`);
}

type Obstacle = Pick<PassedOverBackend, "reason" | "cure">;

async function attempt(loader: BackendLoader, options: LoaderOptions): Promise<StartedBackend | Obstacle> {
  try {
    return await loader.start(options);
  } catch (error) {
    return obstacleOf(error, loader);
  }
}

function obstacleOf(error: unknown, { packageName, startCure }: BackendLoader): Obstacle {
  // The wasm backend rejects with a plain object.
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  const line = String(message ?? error).split("\n")[0]!;
  const isMissing = (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && line.includes(packageName);
  if (!isMissing) return { reason: `did not start: ${line}`, cure: startCure };
  return { reason: "is not installed", cure: `run "npm install ${packageName}@${PACKAGE_VERSION}"` };
}
