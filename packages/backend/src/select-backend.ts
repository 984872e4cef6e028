import {
  ArgumentError,
  type ArgumentErrorCode,
  assertInteger,
  assertOneOf,
  assertOptions,
  formatValue,
  nearestName,
  type OptionNames,
} from "@dark-knowledge/core";
import type { BackendChoice, BackendDevice, BackendName } from "./backend-choice.ts";
import { BACKEND_LOADERS, BACKEND_NAMES } from "./internal/loaders/backend-loaders.ts";
import { chooseBackend } from "./internal/loaders/choose-backend.ts";
import { warnOfSlowBrowser } from "./internal/loaders/warn-of-slow-browser.ts";

const DEVICES: readonly BackendDevice[] = ["gpu", "cpu"];

/** Options of {@link selectBackend}. */
export interface SelectBackendOptions {
  /**
   * The backends to try, the best first. Default: all that can run here, in the order `tfjs-node-gpu`, `tfjs-node`,
   * `webgpu`, `wasm-blas`, `wasm`, `cpu`.
   */
  readonly prefer?: readonly BackendName[];
  /** Tries only backends that compute on a GPU, or only those that compute on the processor. */
  readonly device?: BackendDevice;
  /** How many threads to compute on, where the backend has a choice. Default: its own choice. */
  readonly threads?: number;
  /** Whether to repair the wasm backend's kernels (see `repairWasm`). With false they are put back. Default: true. */
  readonly repairs?: boolean;
  /**
   * Where a browser finds the wasm backend's binaries: a folder's URL ending in a slash, or a URL for each file name.
   * Node finds them in the installed package. Without effect once the wasm backend runs.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
  /** The BLAS library for `wasm-blas`, as a path or as a name that the system finds. Default: searched for. */
  readonly blas?: string;
}

/**
 * Starts the first backend that can be started, repairs it and makes it the one that tfjs computes on.
 *
 * The backends' packages are optional: only those that are tried are imported. One that is not installed, does not start,
 * has another version than the repairs were written for, or brings another copy of tfjs-core is passed over, and the
 * result says why and what would enable it. Nothing is printed, with two exceptions: a page that has to do with `cpu` is warned
 * once, because nobody would look there for the reason why it is slow, and where the wasm binary
 * cannot be read, Emscripten writes that to the error stream. Calling it again is harmless, and cheap. When it throws,
 * tfjs computes on what it computed on before.
 *
 * @throws ArgumentError when an option is unknown or cannot be, or `prefer` is empty or names an unknown backend
 * @throws Error when no backend can be used: one line with the reason and the cure for each, which `passedOver` of the error
 * has as data
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
  assertValid(options);
  const { repairs = true, ...rest } = options;
  const choice = await chooseBackend({ repairs, ...rest }, BACKEND_LOADERS);
  warnOfSlowBrowser(choice);
  return choice;
}

const OPTIONS: OptionNames<SelectBackendOptions> = {
  prefer: true,
  device: true,
  threads: true,
  repairs: true,
  wasmPaths: true,
  blas: true,
};

/** Option names of other libraries. */
const INSTEAD = { backend: "use prefer", backends: "use prefer", name: "use prefer", gpu: 'use device: "gpu"' };

function assertValid(options: SelectBackendOptions): void {
  assertNoNames(options);
  assertOptions("selectBackend", options, OPTIONS, INSTEAD);
  const { prefer, device, threads, repairs, wasmPaths, blas } = options;
  if (prefer !== undefined) assertPrefer(prefer);
  if (device !== undefined) assertOneOf("selectBackend", "device", device, DEVICES);
  if (threads !== undefined) assertInteger("selectBackend", "threads", threads, { min: 1 });
  if (repairs !== undefined && typeof repairs !== "boolean") fail("repairs", "must be true or false", repairs, "dtype");
  if (wasmPaths !== undefined && typeof wasmPaths !== "string" && Object(wasmPaths) !== wasmPaths) {
    fail("wasmPaths", "must be a URL, or an object of URLs", wasmPaths, "dtype");
  }
  if (blas !== undefined && (typeof blas !== "string" || blas === "")) {
    fail("blas", "must be the path or the name of a library", blas);
  }
}

/** Names of backends in place of the options are the likeliest slip. */
function assertNoNames(options: unknown): void {
  if (typeof options !== "string" && !Array.isArray(options)) return;
  const list = meantBy([options].flat());
  fail("options", `must be an object${list && ` (did you mean { prefer: ${list} }?)`}`, options, "dtype");
}

function assertPrefer(prefer: unknown): void {
  if (typeof prefer === "string") {
    const list = meantBy([prefer]);
    fail("prefer", `must be a list${list && ` (did you mean ${list}?)`}`, prefer, "dtype");
  }
  if (!Array.isArray(prefer) || prefer.length === 0) fail("prefer", "must list at least one backend", prefer);
  const choices = BACKEND_NAMES.map((name) => JSON.stringify(name)).join(", ");
  prefer.forEach((name, index) => {
    if (BACKEND_NAMES.includes(name)) return;
    const nearest = typeof name === "string" ? nearestName(name, BACKEND_NAMES) : undefined;
    const advice = nearest === undefined ? "" : ` (did you mean ${JSON.stringify(nearest)}?)`;
    fail(`prefer[${index}]`, `must be one of ${choices}${advice}`, name);
  });
}

/** The backends that were probably meant, as code: `["wasm"]`; nothing where a name is near none. */
function meantBy(names: readonly unknown[]): string {
  const nearest = names.map((name) => (typeof name === "string" ? nearestName(name, BACKEND_NAMES) : undefined));
  return nearest.includes(undefined) ? "" : `[${nearest.map((name) => JSON.stringify(name)).join(", ")}]`;
}

function fail(argument: string, expected: string, value: unknown, code: ArgumentErrorCode = "range"): never {
  throw new ArgumentError({ functionName: "selectBackend", argument, expected, received: formatValue(value), code });
}
