import { nodeModule } from "./node-module.ts";

/** The npm packages that carry the same JavaScript over a libtensorflow; whichever is installed serves. */
export type TensorflowPackage = "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu";

/** What starting TensorFlow needs of the machine: a parameter for tests. */
export interface TensorflowHost {
  /** Whether a package is installed, and has the binding without which it cannot be loaded. */
  stateOf(packageName: TensorflowPackage): "missing" | "without binding" | "ready";
  load(packageName: TensorflowPackage): void;
  /** Whether there is any sign of an NVIDIA driver. */
  hasNvidiaDriver(): boolean;
}

const DRIVER_FILES = [
  "/dev/nvidiactl",
  "/proc/driver/nvidia/version",
  "/usr/lib/wsl/lib/libcuda.so.1",
  "C:\\Windows\\System32\\nvcuda.dll",
];

/** This machine. */
export const NODE_HOST: TensorflowHost = {
  stateOf(packageName) {
    const manifest = manifestOf(packageName);
    if (manifest === undefined) return "missing";
    const { existsSync, readdirSync } = nodeModule("node:fs");
    const { dirname, join } = nodeModule("node:path");
    const lib = join(dirname(manifest), "lib");
    const folders = existsSync(lib) ? readdirSync(lib) : [];
    const isBuilt = folders.some((folder) => existsSync(join(lib, folder, "tfjs_binding.node")));
    return isBuilt ? "ready" : "without binding";
  },
  load(packageName) {
    const manifest = manifestOf(packageName)!;
    nodeModule("node:module").createRequire(manifest)(nodeModule("node:path").dirname(manifest));
  },
  hasNvidiaDriver: () => DRIVER_FILES.some((file) => nodeModule("node:fs").existsSync(file)),
};

/** Looked for from here, then from the program's folder. Not an import: bundlers would follow it into native code. */
function manifestOf(packageName: TensorflowPackage): string | undefined {
  const { createRequire } = nodeModule("node:module");
  const program = nodeModule("node:path").join(nodeModule("node:process").cwd(), "package.json");
  for (const place of [import.meta.url, program]) {
    try {
      return createRequire(place).resolve(`${packageName}/package.json`);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
