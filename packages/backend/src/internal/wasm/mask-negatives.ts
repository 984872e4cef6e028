import { computeInParts, LINE } from "../threads/compute-in-parts.ts";
import type { WasmBackend } from "./wasm-backend.ts";

/** From so many numbers on, threads save more than they are told for: these take a quarter of a millisecond. */
const LARGE = 262_144;

/** `dz ← dy` where `y > 0`, else 0, of so many floats at these places; with one place for all three it is a relu. */
export function maskNegatives(backend: WasmBackend, dy: number, y: number, dz: number, count: number): void {
  computeInParts(backend, "reluGradient", { count, grain: LINE, isLarge: count >= LARGE }, (from, size) => [
    ...[dy, y, dz].map((offset) => offset + 4 * from),
    size,
  ]);
}
