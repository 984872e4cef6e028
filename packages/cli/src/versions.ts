import { createRequire } from "node:module";
import { version_core } from "@tensorflow/tfjs-core";

/** The versions that a record names. */
export function versions(): Record<string, string> {
  const { version } = createRequire(import.meta.url)("../package.json") as { version: string };
  return { "dark-knowledge": version, tfjs: version_core, node: process.versions.node };
}
