import { convolveImages } from "../convolutions/convolve-images.ts";
import { fusedConvolution } from "../convolutions/fused-convolution.ts";
import type { WasmRepair } from "../wasm/wasm-backend.ts";

/** As the repaired `Conv2D`, with bias and relu while the sums are still in registers; other activations follow. */
export const fusedConv2DRepair: WasmRepair = /* @__PURE__ */ fusedConvolution("FusedConv2D", convolveImages, false);
