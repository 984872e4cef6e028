import { convolveDepthwise } from "../convolutions/depthwise-convolution.ts";
import { plainConvolution } from "../convolutions/plain-convolution.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Convolves each channel with our own kernel.
 *
 * The stock kernel is wrong for filters of one row or one column with a larger stride along the other axis and "same"
 * padding. Where the margin is a number and the window is not square, it writes past its output.
 */
export const depthwiseConv2DRepair: WasmRepair = /* @__PURE__ */ plainConvolution(
  "DepthwiseConv2dNative",
  convolveDepthwise,
  true,
);
