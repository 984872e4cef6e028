// The kernels of `@dark-knowledge/runtime`: the same sources, compiled for a memory of its own, and once more with relaxed SIMD.

export { multiplyAndActivate } from "./few-rows";
export { convolveImages, convolveImagesDepthwise, padInto } from "./image-batches";
export { averagePool, maxPool } from "./forward-pooling";
export { largestMagnitude } from "./magnitude";
export { activateAll } from "./recurrent";
export { gruSequences, lstmSequences } from "./recurrent-sequences";
export { addAll, scaleAndShift, softmaxRows } from "./row-passes";
export { gatherRows } from "./rows";
export { multiplySparse } from "./sparse";
