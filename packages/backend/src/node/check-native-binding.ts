import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { assertNativeBinding } from "./internal/assert-native-binding.ts";
import { bindingPath } from "./internal/build-binding.ts";
import { findCudaDriver, findCudaLibrary } from "./internal/find-cuda.ts";
import { findInstalledLibtensorflow } from "./internal/find-installed-libtensorflow.ts";
import { findTensorflowPackage, TENSORFLOW_PACKAGE_VERSION } from "./internal/find-tensorflow-package.ts";
import { findCompiler, findNodeHeaders } from "./internal/find-toolchain.ts";
import { findLibtensorflow } from "./internal/libtensorflow.ts";
import { assertRunsHere, type BinaryPlatform } from "./internal/platform-of-binary.ts";
import { proveBinding } from "./internal/prove-binding.ts";
import type { NativeBindingOptions } from "./native-binding-options.ts";

const INSTALL = "npx dark-knowledge native install";

/** One thing that a native binding needs. */
export interface NativeCheck {
  readonly name: string;
  /** `ok`, or `missing` when it is needed, or `no` when it is not. */
  readonly state: "ok" | "missing" | "no";
  /** The finding, or what to do. */
  readonly text: string;
}

/** The options, and the machine that the binding is for. */
interface Search extends NativeBindingOptions {
  readonly here: BinaryPlatform;
}

/**
 * Looks for everything that {@link installNativeBinding} needs, and at the binding that is there. Changes nothing.
 *
 * @returns a row for each thing, in the order in which they are needed
 * @throws Error when `into` is not the folder of tfjs-node or tfjs-node-gpu
 *
 * @example
 * ```ts
 * import { checkNativeBinding } from "@dark-knowledge/backend/node";
 *
 * const checks = await checkNativeBinding({ cwd: process.cwd(), environment: process.env });
 * checks.map(({ name }) => name).slice(0, 3); // => ["C++ compiler", "Node headers", "tfjs-node"]
 * ```
 */
export async function checkNativeBinding(options: NativeBindingOptions): Promise<readonly NativeCheck[]> {
  assertNativeBinding("checkNativeBinding", options);
  const search = { ...options, here: { os: process.platform, arch: process.arch } };
  const compiler = await findCompiler(search);
  const headers = await findNodeHeaders(search);
  return [
    needed("C++ compiler", compiler && `${compiler.version} (${compiler.command})`, compilerCure(search.here)),
    needed(
      "Node headers",
      headers,
      "install Node's headers (Debian: apt-get install libnode-dev), or set npm_config_nodedir",
    ),
    packageCheck(search),
    await libtensorflowCheck(search),
    ...(await cudaChecks(search)),
    await bindingCheck(search),
  ];
}

function needed(name: string, found: string | undefined, cure: string): NativeCheck {
  return found === undefined ? { name, state: "missing", text: cure } : { name, state: "ok", text: found };
}

function compilerCure({ os }: BinaryPlatform): string {
  return os === "darwin" ? "xcode-select --install" : "install g++ (Debian: apt-get install g++), or set CXX";
}

function packageCheck(options: Search): NativeCheck {
  const name = "tfjs-node";
  const install = `npm install --ignore-scripts @tensorflow/tfjs-node@${TENSORFLOW_PACKAGE_VERSION}`;
  const found = findTensorflowPackage(options);
  if (found === undefined) return { name, state: "missing", text: install };
  if (found.version !== TENSORFLOW_PACKAGE_VERSION) {
    return { name, state: "missing", text: `${found.name} has version ${found.version}; ${install}` };
  }
  return { name, state: "ok", text: `${found.name} ${found.version} in ${found.directory}` };
}

async function libtensorflowCheck(options: Search): Promise<NativeCheck> {
  const name = "libtensorflow";
  const from = await sourceOf(options);
  const cure = `pip install tensorflow, or give ${INSTALL} a directory, a wheel or the official tarball with --from`;
  if (from === undefined || !existsSync(from)) {
    return { name, state: "missing", text: from === undefined ? cure : `${from} does not exist; ${cure}` };
  }
  // Looking into an archive is what installing does.
  if (!statSync(from).isDirectory()) return { name, state: "ok", text: `${from}, not looked into` };
  const found = findLibtensorflow(from);
  if (found === undefined) return { name, state: "missing", text: `${from} holds none with its headers; ${cure}` };
  try {
    assertRunsHere(`the one in ${from}`, found.platform, options.here);
  } catch (error) {
    return { name, state: "missing", text: (error as Error).message };
  }
  return { name, state: "ok", text: `${found.platform!.os} ${found.platform!.arch} in ${found.libDirectory}` };
}

/** Finds the libtensorflow that was named, that is installed, or that the existing binding uses. */
async function sourceOf(options: Search): Promise<string | undefined> {
  const found = options.from ?? (await findInstalledLibtensorflow(options));
  const unpacked = found ?? join(findTensorflowPackage(options)?.directory ?? "", "deps");
  return found ?? (findLibtensorflow(unpacked) && unpacked);
}

async function cudaChecks(options: Search): Promise<readonly NativeCheck[]> {
  const from = await sourceOf(options);
  const rows = [
    ["CUDA driver", await findCudaDriver(options), "install the NVIDIA driver"],
    [
      "cudart",
      await findCudaLibrary("libcudart", from, options),
      "pip install 'tensorflow[and-cuda]', or the CUDA toolkit",
    ],
    ["cuDNN", await findCudaLibrary("libcudnn", from, options), "pip install 'tensorflow[and-cuda]', or cuDNN"],
  ] as const;
  return rows.map(([name, found, cure]) => {
    if (found !== undefined || options.gpu) return needed(name, found, cure);
    return { name, state: "no", text: "needed only for a GPU" };
  });
}

async function bindingCheck(options: Search): Promise<NativeCheck> {
  const name = "binding";
  const found = findTensorflowPackage(options);
  const path = found && bindingPath(found.directory);
  if (path === undefined || !existsSync(path)) {
    return { name, state: "no", text: `not built yet: ${INSTALL}` };
  }
  try {
    const { tensorflow, device } = await proveBinding(path, options);
    return { name, state: "ok", text: `${basename(path)} with TensorFlow ${tensorflow} computes on the ${device}` };
  } catch (error) {
    return {
      name,
      state: "missing",
      text: `${(error as Error).message}; build it again: ${INSTALL}`,
    };
  }
}
