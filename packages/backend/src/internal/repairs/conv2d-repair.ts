import { convolveImages } from "../convolutions/convolve-images.ts";
import { plainConvolution } from "../convolutions/plain-convolution.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Convolves with our own kernels, or with a native BLAS.
 *
 * The stock kernel keeps XNNPACK's packing of a filter under the filter's id, so a filter that has changed since in
 * place would continue to convolve with its old values.
 */
export const conv2DRepair: WasmRepair = /* @__PURE__ */ plainConvolution("Conv2D", convolveImages, false);
