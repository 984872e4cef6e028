import type { WindowSizes } from "@dark-knowledge/core";
import type { Convolution } from "../convolutions/convolution.ts";
import { bufferOf, type WasmBackend } from "../wasm/wasm-backend.ts";

/** Byte offsets of the tensors of a convolution or of their gradients; a bias of 0 is none. */
export interface Operands {
  readonly x: number;
  readonly filter: number;
  readonly bias: number;
  readonly y: number;
}

/** A native library that convolves in place of our own kernels; false from it means that it cannot, and has done nothing. */
export interface NativeConvolutions {
  /** `y ← x ⊛ filter + bias`. */
  convolve(memory: ArrayBufferLike, conv: Convolution, at: Operands): boolean;
  /** `x ← ∂/∂x Σ y·(x ⊛ filter)`, with the gradient of the output in `y`. */
  inputGradient(memory: ArrayBufferLike, conv: Convolution, at: Operands): boolean;
  /** `filter ← ∂/∂filter Σ y·(x ⊛ filter)`. */
  filterGradient(memory: ArrayBufferLike, conv: Convolution, at: Operands): boolean;
}

/** Where the library is kept: on the backend, so that every copy of this package finds it. */
const CONVOLUTIONS: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/convolutions") as never;

type Equipped = WasmBackend & {
  [CONVOLUTIONS]?: { readonly library: NativeConvolutions; readonly smallest: number } | undefined;
};

/** Below so many multiplications the calls of a native library cost more than they save. */
const SMALL_CONVOLUTION = 50_000;

/**
 * Lets a native library convolve from now on, or with `undefined` our own kernels again.
 *
 * @param smallest the number of multiplications from which it is used
 */
export function useConvolutions(
  backend: WasmBackend,
  library: NativeConvolutions | undefined,
  smallest: number = SMALL_CONVOLUTION,
): void {
  (backend as Equipped)[CONVOLUTIONS] = library && { library, smallest };
}

/** Convolves natively if a library was given and the convolution is worth it; returns whether it did. */
export function convolveNatively(
  backend: WasmBackend,
  kind: "convolve" | "inputGradient" | "filterGradient",
  conv: Convolution,
  at: Operands,
): boolean {
  const native = (backend as Equipped)[CONVOLUTIONS];
  if (native === undefined || multiplicationsOf(conv) < native.smallest) return false;
  return native.library[kind](bufferOf(backend), conv, at);
}

/** How many multiplications a convolution takes, and either of its gradients. */
export function multiplicationsOf(conv: WindowSizes & { readonly batchSize: number }): number {
  const { batchSize, outHeight, outWidth, outChannels, inChannels, filterHeight, filterWidth } = conv;
  return batchSize * outHeight * outWidth * outChannels * filterHeight * filterWidth * inChannels;
}
