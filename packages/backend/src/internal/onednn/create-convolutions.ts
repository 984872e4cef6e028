import type { Convolution } from "../convolutions/convolution.ts";
import { type CompiledConvolution, compileConvolution } from "./compile-convolution.ts";
import { keepCompiled } from "./keep-compiled.ts";
import { multiplicationsOf, type NativeConvolutions, type Operands } from "./native-convolutions.ts";
import type { OneDnn } from "./one-dnn.ts";
import type { ConvolutionKind } from "./plan-convolution.ts";

/**
 * Convolutions by oneDNN, each compiled when it is first needed.
 *
 * @param threadsFor how many threads a computation may take, which they take from then on
 */
export function createConvolutions(
  library: OneDnn,
  threadsFor: (multiplications: number) => number,
): NativeConvolutions {
  const find = keepCompiled<CompiledConvolution>();
  const run = (kind: ConvolutionKind, memory: ArrayBufferLike, conv: Convolution, at: Operands): boolean => {
    const count = threadsFor(multiplicationsOf(conv));
    const hasBias = kind === "forward" && at.bias !== 0;
    const key = [kind, hasBias, count, ...decisiveOf(conv)].join();
    const compiled = find(key, () => compileConvolution(library, kind, conv, hasBias));
    compiled?.run(memory, at);
    return compiled !== undefined;
  };
  return {
    convolve: (memory, conv, at) => run("forward", memory, conv, at),
    inputGradient: (memory, conv, at) => run("input", memory, conv, at),
    filterGradient: (memory, conv, at) => run("filter", memory, conv, at),
  };
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
