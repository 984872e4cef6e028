import { nodeModule } from "../node-module.ts";

/** The npm packages that carry the same JavaScript over a libtensorflow; whichever is installed serves. */
export type TensorflowPackage = "@tensorflow/tfjs-node" | "@tensorflow/tfjs-node-gpu";

/** An installed copy of `@tensorflow/tfjs-core`. */
interface CoreCopy {
  /** Its folder, without links. */
  readonly folder: string;
  readonly version: string;
}

/** The parts of the machine that starting TensorFlow needs: a parameter for tests. */
export interface TensorflowHost {
  /** Whether a package is installed, and has the binding without which it cannot be loaded. */
  stateOf(packageName: TensorflowPackage): "missing" | "without binding" | "ready";
  /** The copy of tfjs-core that a package would load; undefined where that cannot be known. */
  coreOf(packageName: TensorflowPackage): CoreCopy | undefined;
  /** The copy that this program has loaded. */
  ownCore(): CoreCopy | undefined;
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

/** This machine: packages are looked for from here, then from the program's folder. */
export const NODE_HOST: TensorflowHost = {
  ...packagesFrom(() => [
    import.meta.url,
    nodeModule("node:path").join(nodeModule("node:process").cwd(), "package.json"),
  ]),
  ownCore: () => coreFrom(import.meta.url),
  hasNvidiaDriver: () => DRIVER_FILES.some((file) => nodeModule("node:fs").existsSync(file)),
};

/** The packages that files in `places` can load. */
export function packagesFrom(places: () => readonly string[]): Pick<TensorflowHost, "stateOf" | "coreOf" | "load"> {
  // Not an import: bundlers would follow it into native code.
  const manifestOf = (packageName: TensorflowPackage) => firstOf(places(), `${packageName}/package.json`);
  return {
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
    coreOf(packageName) {
      const manifest = manifestOf(packageName);
      const union = manifest && firstOf([manifest], "@tensorflow/tfjs/package.json");
      return union === undefined ? undefined : coreFrom(union);
    },
    load(packageName) {
      const manifest = manifestOf(packageName)!;
      nodeModule("node:module").createRequire(manifest)(nodeModule("node:path").dirname(manifest));
    },
  };
}

function coreFrom(place: string): CoreCopy | undefined {
  const manifest = firstOf([place], "@tensorflow/tfjs-core/package.json");
  if (manifest === undefined) return undefined;
  const { readFileSync, realpathSync } = nodeModule("node:fs");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { folder: nodeModule("node:path").dirname(realpathSync(manifest)), version };
}

/** Resolves `request` from the first place that knows it. */
function firstOf(places: readonly string[], request: string): string | undefined {
  const { createRequire } = nodeModule("node:module");
  for (const place of places) {
    try {
      return createRequire(place).resolve(request);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
