import type { ReadLayer } from "./layer-context.ts";
import { readConvolution } from "./layers/read-convolution.ts";
import { readDense } from "./layers/read-dense.ts";
import { MERGE_LAYERS } from "./layers/read-merges.ts";
import { readBatchNorm } from "./layers/read-normalisation.ts";
import { POOLING_LAYERS } from "./layers/read-pooling.ts";
import { SHAPE_LAYERS } from "./layers/read-shapes.ts";

/** How each kind of layer is read, by the name of its class. */
export const LAYER_READERS: Readonly<Record<string, ReadLayer>> = {
  BatchNormalization: readBatchNorm,
  ...{ Conv1D: readConvolution, Conv2D: readConvolution },
  Dense: readDense,
  ...MERGE_LAYERS,
  ...POOLING_LAYERS,
  ...SHAPE_LAYERS,
};
