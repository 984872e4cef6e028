import { ArgumentError, assertOneOf, formatValue } from "@dark-knowledge/core";
import type { BackendChoice, BackendName } from "./backend-choice.ts";
import { BACKEND_LOADERS } from "./internal/backend-loaders.ts";
import { chooseBackend } from "./internal/choose-backend.ts";

const BACKENDS: readonly BackendName[] = ["wasm", "cpu"];

/** Options of {@link selectBackend}. */
export interface SelectBackendOptions {
  /** The backends to try, the best first; `["wasm", "cpu"]` when left out. */
  readonly prefer?: readonly BackendName[];
  /** Whether to repair the wasm backend's kernels (see `repairWasm`); true when left out. With false they are put back. */
  readonly repairs?: boolean;
  /**
   * Where a browser finds the wasm backend's binaries: a folder's URL ending in a slash, or a URL for each file name.
   * Node finds them in the installed package. Without effect once the wasm backend runs.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
}

/**
 * Starts the first backend that can be started, repairs it and makes it the one that tfjs computes on.
 *
 * The backends' packages are optional: only those that are tried are imported. One that is not installed or does not
 * start is passed over, and the result says why and what would enable it. Nothing is printed (only where the wasm binary
 * cannot be read, Emscripten writes that to the error stream). Calling it again is harmless, and cheap.
 *
 * @throws ArgumentError when `prefer` is empty or names an unknown backend
 * @throws Error when no backend can be started, or when tfjs has another version than the one that the repairs were
 * written for
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
  const { prefer = BACKENDS, repairs = true, wasmPaths } = options;
  if (!Array.isArray(prefer) || prefer.length === 0) {
    throw new ArgumentError({
      functionName: "selectBackend",
      argument: "prefer",
      expected: "must list at least one backend",
      received: formatValue(prefer),
      code: "range",
    });
  }
  prefer.forEach((name, index) => {
    assertOneOf("selectBackend", `prefer[${index}]`, name, BACKENDS);
  });
  return chooseBackend({ prefer, repairs, ...(wasmPaths === undefined ? {} : { wasmPaths }) }, BACKEND_LOADERS);
}
