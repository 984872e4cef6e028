import type { Convolution } from "../convolutions/convolution.ts";
import { type CompiledConvolution, compileConvolution } from "./compile-convolution.ts";
import { multiplicationsOf, type NativeConvolutions, type Operands } from "./native-convolutions.ts";
import { type OneDnn, OneDnnError } from "./one-dnn.ts";
import type { ConvolutionKind } from "./plan-convolution.ts";

/** Compiled convolutions that are kept: a net has three for each layer and size of batch. */
const KEPT = 256;

/**
 * Convolutions by oneDNN, each compiled when it is first needed.
 *
 * @param threadsFor how many threads a computation may take, which they take from then on
 */
export function createConvolutions(
  library: OneDnn,
  threadsFor: (multiplications: number) => number,
): NativeConvolutions {
  // From the longest unused to the last used; `undefined` for what the library cannot compute.
  const known = new Map<string, CompiledConvolution | undefined>();

  const find = (
    kind: ConvolutionKind,
    conv: Convolution,
    hasBias: boolean,
    count: number,
  ): CompiledConvolution | undefined => {
    const key = [kind, hasBias, count, ...decisiveOf(conv)].join();
    const compiled = known.has(key) ? known.get(key) : compileOrNot(library, kind, conv, hasBias);
    known.delete(key);
    known.set(key, compiled);
    if (known.size > KEPT) {
      const [oldest] = known.keys();
      known.get(oldest!)?.destroy();
      known.delete(oldest!);
    }
    return compiled;
  };
  const run = (kind: ConvolutionKind, memory: ArrayBufferLike, conv: Convolution, at: Operands): boolean => {
    const count = threadsFor(multiplicationsOf(conv));
    const compiled = find(kind, conv, kind === "forward" && at.bias !== 0, count);
    compiled?.run(memory, at);
    return compiled !== undefined;
  };
  return {
    convolve: (memory, conv, at) => run("forward", memory, conv, at),
    inputGradient: (memory, conv, at) => run("input", memory, conv, at),
    filterGradient: (memory, conv, at) => run("filter", memory, conv, at),
  };
}

function compileOrNot(
  library: OneDnn,
  kind: ConvolutionKind,
  conv: Convolution,
  hasBias: boolean,
): CompiledConvolution | undefined {
  try {
    return compileConvolution(library, kind, conv, hasBias);
  } catch (error) {
    if (error instanceof OneDnnError) return undefined;
    throw error;
  }
}

/** All that decides how a convolution is compiled. */
function decisiveOf(conv: Convolution): readonly number[] {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = conv;
  const { filterHeight, filterWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = conv;
  return [
    ...[batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth],
    ...[strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo.top, padInfo.left],
  ];
}
