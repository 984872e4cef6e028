import { assertNativeBinding } from "./internal/assert-native-binding.ts";
import { findInstalledLibtensorflow } from "./internal/find-installed-libtensorflow.ts";
import { findTensorflowPackage, TENSORFLOW_PACKAGE_VERSION } from "./internal/find-tensorflow-package.ts";
import { findCompiler, findNodeHeaders } from "./internal/find-toolchain.ts";
import { installBinding } from "./internal/install-binding.ts";
import type { NativeBindingOptions } from "./native-binding-options.ts";

/** How a native binding is built, and into what. */
export interface InstallNativeBindingOptions extends NativeBindingOptions {
  /** Called with what takes a while, such as `compiling with c++`. */
  readonly onStep?: (step: string) => void;
}

/** A binding that was built and computes. */
export interface NativeBinding {
  /** The package that it belongs to, its version and its folder. */
  readonly package: { readonly name: string; readonly version: string; readonly directory: string };
  /** The version of TensorFlow. */
  readonly tensorflow: string;
  readonly device: "gpu" | "cpu";
}

const NAME = "installNativeBinding";

/**
 * Builds the binding of an installed tfjs-node or tfjs-node-gpu against a TensorFlow that is on this machine, and lets it
 * multiply two matrices. Nothing is downloaded. What was there stays until the new binding has been seen to compute; when
 * this throws, it is there still.
 *
 * @returns what was built
 * @throws Error in one line when a part is missing or does not fit, or the binding does not work
 *
 * @example
 * ```ts no-run
 * import { installNativeBinding } from "@dark-knowledge/backend/node";
 *
 * // `pip install tensorflow` and `npm install --ignore-scripts @tensorflow/tfjs-node` have been run.
 * const { tensorflow, device } = await installNativeBinding({ cwd: process.cwd(), environment: process.env });
 * `${tensorflow} on the ${device}`; // => "2.21.0 on the cpu"
 * ```
 */
export async function installNativeBinding(options: InstallNativeBindingOptions): Promise<NativeBinding> {
  assertNativeBinding(NAME, options);
  const { into, cwd, gpu = false, environment, onStep = () => {} } = options;
  const here = { os: process.platform, arch: process.arch };
  const tfjsNode = `@tensorflow/tfjs-node@${TENSORFLOW_PACKAGE_VERSION}`;
  if (here.os === "win32") {
    throw new Error(`${NAME}: not on Windows; run "npm install ${tfjsNode}" with its build tools`);
  }
  const found = findTensorflowPackage({ into, cwd });
  const install = `npm install --ignore-scripts ${tfjsNode}`;
  if (found === undefined) throw new Error(`${NAME}: tfjs-node is not installed; run "${install}"`);
  if (found.version !== TENSORFLOW_PACKAGE_VERSION) {
    throw new Error(`${NAME}: ${found.name} has version ${found.version}; run "${install}"`);
  }
  const compiler = await findCompiler(options);
  const nodeHeaders = await findNodeHeaders(options);
  const from = options.from ?? (await findInstalledLibtensorflow(options));
  if (compiler === undefined || nodeHeaders === undefined || from === undefined) {
    const missing =
      compiler === undefined ? "C++ compiler" : nodeHeaders === undefined ? "headers of Node" : "libtensorflow";
    throw new Error(`${NAME}: found no ${missing}; run "npx dark-knowledge native install --check"`);
  }
  const proof = await installBinding({
    ...{ package: found, compiler: compiler.command, nodeHeaders, gpu, from, here, environment, report: onStep },
    signal: options.signal ?? new AbortController().signal,
  });
  return { package: found, ...proof };
}
