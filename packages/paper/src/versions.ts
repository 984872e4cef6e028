import { createRequire } from "node:module";
import { version_core } from "@tensorflow/tfjs-core";

/**
 * Returns the versions that a record names: of this package, tfjs and Node.
 *
 * @example
 * ```ts
 * import { versions } from "@dark-knowledge/paper";
 *
 * Object.keys(versions()); // => ["dark-knowledge", "tfjs", "node"]
 * ```
 */
export function versions(): Record<string, string> {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  return { "dark-knowledge": version, tfjs: version_core, node: process.versions.node };
}
