import { convolveDepthwise } from "./depthwise-convolution.ts";
import { fusedConvolution } from "./fused-convolution.ts";
import type { WasmRepair } from "./wasm-backend.ts";

/** As the repaired `DepthwiseConv2dNative`, with bias and activation. */
export const fusedDepthwiseConv2DRepair: WasmRepair = /* @__PURE__ */ fusedConvolution(
  "FusedDepthwiseConv2D",
  convolveDepthwise,
  true,
);
