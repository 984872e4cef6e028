import "vitest";
import type { Numeric, Tolerance } from "./to-be-all-close.ts";

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: declarations that merge must have the same parameters, and vitest's are these
  interface Matchers<T = any> {
    /** Every element is within `atol + rtol · |expected|` and the shapes are equal; NaN equals nothing. */
    toBeAllClose(expected: Numeric, tolerance?: Tolerance): void;
    /** The call leaves exactly `count` new tensors behind, also when it throws. */
    toAllocate(count: number): void;
  }
}
