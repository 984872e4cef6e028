import { meetInBatch } from "../convolutions/meet.ts";
import { convolvedVolume } from "../convolutions/volumes.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Three-dimensional convolutions with windows where they belong (see `volumeOf`).
 *
 * The stock gradients are also wrong: nearly every element of both, for any layout but the plainest.
 */
export const conv3DRepairs: readonly WasmRepair[] = [
  {
    kernelName: "Conv3D",
    create: () => (args) => {
      const { backend, attrs } = args;
      const { x, filter } = args.inputs;
      const volume = convolvedVolume(x!.shape, filter!.shape, attrs);
      const y = backend.makeOutput(volume.outShape, "float32");
      meetInBatch(backend, "convolve", volume, {
        image: offsetOf(backend, x!),
        window: offsetOf(backend, filter!),
        output: offsetOf(backend, y),
      });
      return y;
    },
  },
  {
    kernelName: "Conv3DBackpropFilterV2",
    create: () => (args) => {
      const { backend, attrs } = args;
      const { x, dy } = args.inputs;
      const filterShape = attrs.filterShape as readonly number[];
      const volume = convolvedVolume(x!.shape, filterShape, { ...attrs, dilations: 1 });
      const gradient = backend.makeOutput(filterShape, "float32");
      meetInBatch(backend, "filterGradient", volume, {
        image: offsetOf(backend, x!),
        window: offsetOf(backend, gradient),
        output: offsetOf(backend, dy!),
      });
      return gradient;
    },
  },
  {
    kernelName: "Conv3DBackpropInputV2",
    create: () => (args) => {
      const { backend, attrs } = args;
      const { dy, filter } = args.inputs;
      const inputShape = attrs.inputShape as readonly number[];
      const volume = convolvedVolume(inputShape, filter!.shape, { ...attrs, dilations: 1 });
      const gradient = backend.makeOutput(inputShape, "float32");
      meetInBatch(backend, "inputGradient", volume, {
        image: offsetOf(backend, gradient),
        window: offsetOf(backend, filter!),
        output: offsetOf(backend, dy!),
      });
      return gradient;
    },
  },
];
