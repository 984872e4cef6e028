import type { NativeBlas } from "../products/product.ts";
import type { SHARED_KERNELS } from "./thread-script.ts";

/** A kernel that threads compute parts of. */
export type SharedKernel = (typeof SHARED_KERNELS)[number];

/** Threads that compute together with the one that asks. */
export interface ThreadPool extends NativeBlas {
  /** How many compute, the one that asks included. */
  readonly threads: number;
  /**
   * Computes all parts of a task, the first one by `own` in the thread that asks.
   *
   * @param argumentsOf the arguments of the kernel for each of the other parts
   */
  share(kernel: SharedKernel, own: () => void, argumentsOf: (part: number) => readonly (number | boolean)[]): void;
  /** Ends the threads. */
  unload(): void;
}
