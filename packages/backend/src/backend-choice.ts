/** The backends that `selectBackend` knows, in its order of preference. */
export type BackendName = "tfjs-node-gpu" | "tfjs-node" | "webgpu" | "wasm-blas" | "wasm" | "cpu";

/** The kind of device on which a backend computes. */
export type BackendDevice = "gpu" | "cpu";

/**
 * The capabilities that a backend found on this machine, by name: `simd`, `fusedMultiplyAdd` (one rounding, not two), `threads`, `device` (the device's own name),
 * `tensorflow` (its version), `blas` (the library), `adapter`, … Plain data, safe in JSON.
 */
export type BackendCapabilities = Readonly<Record<string, string | number | boolean>>;

/** A backend that came earlier in the order of preference and could not be used. */
export interface PassedOverBackend {
  readonly name: BackendName;
  /** Why, as the words after its name: `is not installed`. */
  readonly reason: string;
  /** How to enable it, worded to follow "to enable it,": `run "npm install …"`. */
  readonly cure: string;
}

/** Which backend was chosen and why. Plain data, safe in JSON. */
export interface BackendChoice {
  readonly name: BackendName;
  /** The name that tfjs has for it, as `tf.getBackend()` gives it: `tensorflow`, `webgpu`, `wasm` or `cpu`. */
  readonly engine: string;
  /** The device on which it computes here. */
  readonly device: BackendDevice;
  /** The version of the backend's package. */
  readonly version: string;
  /** The version of tfjs-core. */
  readonly tfjsVersion: string;
  /** The kernels that are repaired; see `repairWasm`. */
  readonly repairs: readonly string[];
  readonly capabilities: BackendCapabilities;
  /** Remarks about this choice, one sentence each: which of a library's kernels compute, and why. */
  readonly remarks: readonly string[];
  readonly passedOver: readonly PassedOverBackend[];
  /** Why this one, as the words after its name: `the first of wasm, cpu that started`. */
  readonly reason: string;
}
