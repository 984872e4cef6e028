import { readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { oneLine } from "@dark-knowledge/core";

/** An installed tfjs-node or tfjs-node-gpu. */
export interface TensorflowPackage {
  readonly name: string;
  readonly version: string;
  readonly directory: string;
}

/** The version whose binding is built; the only one that was tried. */
export const TENSORFLOW_PACKAGE_VERSION = "4.22.0";

// The JavaScript and the binding of both are the same; what they compute on depends on the libtensorflow alone.
const NAMES = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

/**
 * Finds the package that a binding is built for: `into`, or what `selectBackend` would load, or what the program in
 * `cwd` would.
 *
 * @throws Error when `into` is not such a package
 */
export function findTensorflowPackage({
  into,
  cwd,
}: {
  readonly into?: string | undefined;
  readonly cwd: string;
}): TensorflowPackage | undefined {
  if (into !== undefined) return readPackage(into) ?? refuse(into);
  for (const place of [import.meta.url, join(cwd, "package.json")]) {
    for (const name of NAMES) {
      try {
        return readPackage(dirname(createRequire(place).resolve(`${name}/package.json`)));
      } catch {
        // Not installed there.
      }
    }
  }
  return undefined;
}

function readPackage(directory: string): TensorflowPackage | undefined {
  try {
    const { name, version } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
    return NAMES.includes(name) ? { name, version, directory: realpathSync(directory) } : undefined;
  } catch {
    return undefined;
  }
}

function refuse(into: string): never {
  throw new Error(`into: ${oneLine(into)} is not the folder of an installed ${NAMES.join(" or ")}`);
}
