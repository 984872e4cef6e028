import { ArgumentError, assertInteger, assertOneOf, formatValue } from "@dark-knowledge/core";
import type { BackendChoice, BackendDevice, BackendName } from "./backend-choice.ts";
import { BACKEND_LOADERS, BACKEND_NAMES } from "./internal/backend-loaders.ts";
import { chooseBackend } from "./internal/choose-backend.ts";

const DEVICES: readonly BackendDevice[] = ["gpu", "cpu"];

/** Options of {@link selectBackend}. */
export interface SelectBackendOptions {
  /**
   * The backends to try, the best first; when left out, all that can run here in the order
   * `tfjs-node-gpu`, `tfjs-node`, `webgpu`, `wasm-blas`, `wasm`, `cpu`.
   */
  readonly prefer?: readonly BackendName[];
  /** Tries only backends that compute on a GPU, or only those that compute on the processor. */
  readonly device?: BackendDevice;
  /** How many threads to compute on, where the backend has a choice; its own choice when left out. */
  readonly threads?: number;
  /** Whether to repair the wasm backend's kernels (see `repairWasm`); true when left out. With false they are put back. */
  readonly repairs?: boolean;
  /**
   * Where a browser finds the wasm backend's binaries: a folder's URL ending in a slash, or a URL for each file name.
   * Node finds them in the installed package. Without effect once the wasm backend runs.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
  /** The BLAS library for `wasm-blas`, as a path or as a name that the system finds; looked for when left out. */
  readonly blas?: string;
}

/**
 * Starts the first backend that can be started, repairs it and makes it the one that tfjs computes on.
 *
 * The backends' packages are optional: only those that are tried are imported. One that is not installed or does not
 * start is passed over, and the result says why and what would enable it. Nothing is printed (only where the wasm binary
 * cannot be read, Emscripten writes that to the error stream). Calling it again is harmless, and cheap. When it throws,
 * tfjs computes on what it computed on before.
 *
 * @throws ArgumentError when `prefer` is empty or names an unknown backend, or another option cannot be
 * @throws Error when no backend can be started, when tfjs has another version than the one that the repairs were
 * written for, or when two copies of tfjs-core are loaded
 *
 * @example
 * ```ts
 * import { selectBackend } from "@dark-knowledge/backend";
 *
 * const choice = await selectBackend({ prefer: ["wasm", "cpu"] });
 * choice.name; // => "wasm"
 * choice.reason; // => "the first of wasm, cpu that started"
 * choice.repairs.includes("BatchMatMul"); // => true
 * ```
 */
export async function selectBackend(options: SelectBackendOptions = {}): Promise<BackendChoice> {
  const { repairs = true, ...rest } = options;
  assertOptions(options);
  return chooseBackend({ repairs, ...rest }, BACKEND_LOADERS);
}

function assertOptions({ prefer, device, threads, blas }: SelectBackendOptions): void {
  if (prefer !== undefined) {
    if (!Array.isArray(prefer) || prefer.length === 0) {
      fail("prefer", "must list at least one backend", prefer);
    }
    prefer.forEach((name, index) => {
      assertOneOf("selectBackend", `prefer[${index}]`, name, BACKEND_NAMES);
    });
  }
  if (device !== undefined) assertOneOf("selectBackend", "device", device, DEVICES);
  if (threads !== undefined) assertInteger("selectBackend", "threads", threads, { min: 1 });
  if (blas !== undefined && (typeof blas !== "string" || blas === "")) {
    fail("blas", "must be the path or the name of a library", blas);
  }
}

function fail(argument: string, expected: string, value: unknown): never {
  throw new ArgumentError({
    functionName: "selectBackend",
    argument,
    expected,
    received: formatValue(value),
    code: "range",
  });
}
