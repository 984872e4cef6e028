// SIMD kernels on the linear memory of tfjs's wasm backend, compiled by `pnpm build:kernels`; those of `runtime.ts` have a memory of their own. Pointers are byte offsets.

export { normalisationGradient, normaliseColumns, sumSquaredDeviations, sumWithDeviations } from "./batch-norm";
export { convolve, packFilter } from "./convolution";
export { addFilterGradient } from "./convolution-filter";
export { addBias, reluGradient } from "./dense";
export { addDepthwiseFilterGradient, addDepthwiseInputGradient, convolveDepthwise } from "./depthwise";
export { distillationHead, scaleEachRow } from "./distillation-head";
export { dropout } from "./dropout";
export { maxPool } from "./forward-pooling";
export { exp, tanh } from "./functions";
export { gemm, gemmWorkspaceBytes } from "./gemm";
export { addFloats, padImage, unpadImage } from "./images";
export { findLargest, meet } from "./meetings";
export { adamStep, gradientStep, momentumStep } from "./optimizers";
export { multiplyAdds } from "./peak";
export { averagePoolGradient, maxPoolGradient } from "./pooling";
export {
  activateAll,
  activationGradient,
  gruGates,
  gruGatesGradient,
  gruStep,
  gruStepGradient,
  lstmStep,
  lstmStepGradient,
} from "./recurrent";
export { addToRows, gatherRows, repeatRows } from "./rows";
export { sumEachRow, sumRows } from "./sums";
export { transpose } from "./transpose";
export { addWindows, copyWindows } from "./windows";
