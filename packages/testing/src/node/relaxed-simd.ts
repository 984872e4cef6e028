import { setFlagsFromString } from "node:v8";
import { afterAll, beforeAll } from "vitest";

// Node 20 has relaxed SIMD behind a flag, later ones have it at once and no longer know the flag.
const FLAG = "experimental-wasm-relaxed-simd";
const needsFlag = process.versions.node.startsWith("20.");

/** The options with which Node has relaxed SIMD, for a process of its own. */
export const RELAXED_SIMD: readonly string[] = needsFlag ? [`--${FLAG}`] : [];

/** Lets the tests of a file, or of a `describe`, have relaxed SIMD: it counts from the next module that is compiled. */
export function useRelaxedSimd(): void {
  if (!needsFlag) return;
  beforeAll(() => setFlagsFromString(`--${FLAG}`));
  afterAll(() => setFlagsFromString(`--no-${FLAG}`));
}
