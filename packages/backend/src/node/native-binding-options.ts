/** Where the parts of a native binding are looked for. */
export interface NativeBindingOptions {
  /** A directory, a wheel or a tarball with libtensorflow. Default: the one of `python3`, or of a usual prefix. */
  readonly from?: string | undefined;
  /** The folder of tfjs-node or tfjs-node-gpu. Default: the one that `selectBackend` loads, or that `cwd` has. */
  readonly into?: string | undefined;
  /** Whether the binding must compute on a CUDA device. Default: false. */
  readonly gpu?: boolean | undefined;
  /** The folder of the program that is to use the binding. */
  readonly cwd: string;
  /** The environment of the compiler and the other tools that are run, as `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Interrupts; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}
