import type { DenseSizes, NativeLayer, NativeLayers, WindowSizes } from "@dark-knowledge/core";
import { type CompiledLayer, compileLayer, type PlannedLayer } from "./compile-layer.ts";
import { compileOrNot } from "./keep-compiled.ts";
import { multiplicationsOf } from "./native-convolutions.ts";
import { INFERENCE, longs, type OneDnn } from "./one-dnn.ts";
import { type PackedKernel, packKernel } from "./pack-kernel.ts";
import { describeConvolution, describeForward, describeImages, geometryOf, planForward } from "./plan-convolution.ts";
import { takePlan } from "./take-plan.ts";

/** Below so many multiplications, or comparisons, the calls cost more than they save. */
const SMALL = 32_768;

/** A single row reads each weight once: it is as fast as the memory either way, and a kernel of our own passes over zeros. */
const FEWEST_ROWS = 2;

const MAX_POOLING = 0x1ff;

/** A layer before its weights are packed. */
interface Unpacked {
  /** For each row or image. */
  readonly multiplications: number;
  readonly fewest: number;
  readonly kernel?: PackedKernel;
  plan(count: number): PlannedLayer;
}

/** Layers by oneDNN, whose weights are packed once and kept; each number of rows or images is compiled when it is first needed. */
export function createNativeLayers(library: OneDnn, threadsFor: (multiplications: number) => number): NativeLayers {
  const native = ({ multiplications, fewest, kernel, plan }: Unpacked): NativeLayer => {
    // For each number of rows, and of threads; `undefined` for what the library cannot compute.
    const known = new Map<string, CompiledLayer | undefined>();
    return {
      run(count, at) {
        if (count < fewest || count * multiplications < SMALL) return false;
        const key = `${count} ${threadsFor(count * multiplications)}`;
        if (!known.has(key)) {
          const compiled = compileOrNot(() => compileLayer(library, plan(count), kernel));
          known.set(key, compiled);
        }
        const compiled = known.get(key);
        compiled?.run(at);
        return compiled !== undefined;
      },
      dispose() {
        for (const compiled of known.values()) compiled?.destroy();
        known.clear();
        kernel?.destroy();
      },
    };
  };
  return {
    dense(kernel, sizes, isRelu) {
      const { inputs, outputs } = sizes;
      const desc = library.describeTensor([outputs, inputs], [1, outputs]);
      return native({
        ...{ multiplications: inputs * outputs, fewest: FEWEST_ROWS, kernel: packKernel(library, kernel, desc) },
        plan: (rows) => planDense(library, sizes, isRelu, rows),
      });
    },
    convolution(kernel, sizes, isRelu) {
      const one = { ...sizes, batchSize: 1 };
      const { filter } = describeConvolution(library, one);
      return native({
        ...{ multiplications: multiplicationsOf(one), fewest: 1, kernel: packKernel(library, kernel, filter) },
        plan: (images) => planImages(library, sizes, isRelu, images),
      });
    },
    maxPooling(sizes) {
      const multiplications = multiplicationsOf({ ...sizes, batchSize: 1 }) / sizes.inChannels;
      return native({ multiplications, fewest: 1, plan: (images) => planPooling(library, sizes, images) });
    },
  };
}

function planDense(library: OneDnn, { inputs, outputs }: DenseSizes, isRelu: boolean, rows: number): PlannedLayer {
  const x = library.describeTensor([rows, inputs], [inputs, 1]);
  const y = library.describeTensor([rows, outputs], [outputs, 1]);
  const bias = library.describeTensor([outputs], [1]);
  const kernel = library.describeTensor([outputs, inputs], "any");
  const operation = library.describeOperation((functions, desc) =>
    functions.dnnl_inner_product_forward_desc_init(desc, INFERENCE, x, kernel, bias, y),
  );
  return { plan: takePlan(library, library.listPlans(operation, isRelu, 1)), descs: { x, y, bias } };
}

function planImages(library: OneDnn, sizes: WindowSizes, isRelu: boolean, images: number): PlannedLayer {
  const { x, y, bias, anyFilter } = describeConvolution(library, { ...sizes, batchSize: images });
  const operation = describeForward(library, sizes, { x, y, bias, filter: anyFilter }, true, INFERENCE);
  return { plan: planForward(library, operation, sizes, isRelu), descs: { x, y, bias } };
}

function planPooling(library: OneDnn, sizes: WindowSizes, images: number): PlannedLayer {
  const { inHeight, inWidth, outHeight, outWidth, inChannels, filterHeight, filterWidth } = sizes;
  const x = describeImages(library, images, inHeight, inWidth, inChannels);
  const y = describeImages(library, images, outHeight, outWidth, inChannels);
  const [strides, , before, after] = geometryOf(sizes);
  const window = longs([filterHeight, filterWidth]);
  const operation = library.describeOperation((functions, desc) =>
    functions.dnnl_pooling_forward_desc_init(desc, INFERENCE, MAX_POOLING, x, y, strides, window, before, after),
  );
  return { plan: takePlan(library, library.listPlans(operation, false, 1)), descs: { x, y } };
}
