/** The backends that `selectBackend` knows, in its order of preference. */
export type BackendName = "wasm" | "cpu";

/** What the wasm backend found on this machine. */
export interface BackendCapabilities {
  /** Whether it computes on vectors of four floats. */
  readonly simd: boolean;
  /** How many threads it multiplies on; always 1 in Node. */
  readonly threads: number;
}

/** A backend that came earlier in the order of preference and could not be used. */
export interface PassedOverBackend {
  readonly name: BackendName;
  /** Why, as the words after its name: `is not installed`. */
  readonly reason: string;
  /** What would enable it, as the words after "to enable it,": `run "npm install …"`. */
  readonly cure: string;
}

/** Which backend was chosen and why. Plain data, safe in JSON. */
export interface BackendChoice {
  readonly name: BackendName;
  /** The version of the backend's package. */
  readonly version: string;
  /** The version of tfjs-core. */
  readonly tfjsVersion: string;
  /** The kernels that are repaired; see `repairWasm`. */
  readonly repairs: readonly string[];
  readonly capabilities?: BackendCapabilities;
  readonly passedOver: readonly PassedOverBackend[];
  /** Why this one, as the words after its name: `the first of wasm, cpu that started`. */
  readonly reason: string;
}
