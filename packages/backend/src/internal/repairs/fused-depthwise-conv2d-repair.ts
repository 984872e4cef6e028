import { convolveDepthwise } from "../convolutions/depthwise-convolution.ts";
import { fusedConvolution } from "../convolutions/fused-convolution.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/** As the repaired `DepthwiseConv2dNative`, with bias and activation. */
export const fusedDepthwiseConv2DRepair: WasmRepair = /* @__PURE__ */ fusedConvolution(
  "FusedDepthwiseConv2D",
  convolveDepthwise,
  true,
);
