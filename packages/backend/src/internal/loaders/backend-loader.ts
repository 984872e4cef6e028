import type { BackendCapabilities, BackendDevice, BackendName } from "../../backend-choice.ts";

/** Options of a loader. */
export interface LoaderOptions {
  /** How many threads to compute on. Default: the backend's own choice. */
  readonly threads?: number;
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
  /** The path or name of a BLAS library. Default: searched for by the loader. */
  readonly blas?: string;
  /** Whether this backend alone was asked for, so that it is used even where it is slower than another one. */
  readonly isOnlyCandidate: boolean;
}

/** A backend that has started. */
export interface StartedBackend {
  /** The version of its package. */
  readonly version: string;
  /** The device on which it computes here, if it is not the loader's own `device`. */
  readonly device?: BackendDevice;
  readonly capabilities: BackendCapabilities;
  /** Remarks about it, one sentence each. Default: none. */
  readonly remarks?: readonly string[];
}

/** How one backend is brought up. */
export interface BackendLoader {
  readonly name: BackendName;
  /** The name that tfjs has for it. */
  readonly engine: string;
  /** The device on which it is meant to compute. */
  readonly device: BackendDevice;
  readonly packageName: string;
  /** The cure if it is installed and does not start, for an error that is not a `BackendObstacle`. */
  readonly startCure: string;
  /** Whether it can run in this runtime at all; if not, it is a candidate only if it is named. Default: true. */
  runsHere?(): boolean;
  /** Imports the package and starts the backend, but does not set it. Throws what stands in the way. */
  start(options: LoaderOptions): Promise<StartedBackend>;
  /** Repairs its kernels, or takes the repairs back; returns the names of the kernels that are repaired now. */
  repair?(version: string, isWanted: boolean): readonly string[];
  /** Called whenever another backend has been chosen: gives up what `start` took. Harmless when nothing was. */
  leave?(): void | Promise<void>;
}

/** With a `catch` on the import, bundlers take a package that is not installed as a warning and not as an error. */
export function rethrow(error: unknown): never {
  throw error;
}
