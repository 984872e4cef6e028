import { threadsOf } from "../products/multiply.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import type { WasmBackend } from "../wasm/wasm-backend.ts";
import type { SharedKernel } from "./thread-pool.ts";

/** The floats of a cache line, at which parts of a tensor begin. */
export const LINE = 16;

/** A range of rows or floats that a kernel computes one like the other. */
export interface Range {
  readonly count: number;
  /** Parts begin at multiples of it. */
  readonly grain: number;
  /** Whether it is large enough for threads, which are told for longer than small ones take. */
  readonly isLarge: boolean;
}

/**
 * Computes a range by one of our own kernels; a large one part by part on the backend's threads, if it has some.
 *
 * @param argumentsOf the kernel's arguments for `size` of the range's rows or floats, of which the first is `from`; `part` counts from 0
 */
export function computeInParts(
  backend: WasmBackend,
  kernel: Exclude<SharedKernel, "gemm">,
  { count, grain, isLarge }: Range,
  argumentsOf: (from: number, size: number, part: number) => readonly (number | boolean)[],
): void {
  const threads = isLarge ? threadsOf(backend) : undefined;
  const share = Math.ceil(count / (threads?.threads ?? 1) / grain) * grain;
  const argumentsOfPart = (part: number) => {
    const from = Math.min(part * share, count);
    return argumentsOf(from, Math.min(share, count - from), part);
  };
  const compute = simdKernels(backend)[kernel] as (...values: readonly (number | boolean)[]) => void;
  const own = () => compute(...argumentsOfPart(0));
  if (threads === undefined) own();
  else threads.share(kernel, own, argumentsOfPart);
}
