// Those kernels of `index.ts` that are bound by multiplications and additions, compiled with relaxed SIMD. Where a host has it they take the place of the others.

export { convolve } from "./convolution";
export { addFilterGradient } from "./convolution-filter";
export { addDepthwiseFilterGradient, convolveDepthwise } from "./depthwise";
export { gemm } from "./gemm";
export { multiplyAdds } from "./peak";
