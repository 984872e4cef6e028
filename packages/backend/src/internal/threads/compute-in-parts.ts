import { threadsOf } from "../products/multiply.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import type { WasmBackend } from "../wasm/wasm-backend.ts";
import type { SharedKernel, ThreadPool } from "./thread-pool.ts";

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
  range: Range,
  argumentsOf: (from: number, size: number, part: number) => readonly (number | boolean)[],
): void {
  const { count } = range;
  const threads = threadsFor(backend, range);
  const share = shareOf(range, threads);
  const argumentsOfPart = (part: number) => {
    const from = Math.min(part * share, count);
    return argumentsOf(from, Math.min(share, count - from), part);
  };
  const compute = simdKernels(backend)[kernel] as (...values: readonly (number | boolean)[]) => void;
  const own = () => compute(...argumentsOfPart(0));
  if (threads === undefined) own();
  else threads.share(kernel, own, argumentsOfPart);
}

/** How many parts of a range are not empty: those of higher numbers have a size of 0. At least 1. */
export function partsOf(backend: WasmBackend, range: Range): number {
  const share = shareOf(range, threadsFor(backend, range));
  return share === 0 ? 1 : Math.ceil(range.count / share);
}

function threadsFor(backend: WasmBackend, { isLarge }: Range): ThreadPool | undefined {
  return isLarge ? threadsOf(backend) : undefined;
}

/** The rows or floats of a part, but for the last ones, which may have fewer. */
function shareOf({ count, grain }: Range, threads: ThreadPool | undefined): number {
  return Math.ceil(count / (threads?.threads ?? 1) / grain) * grain;
}
