import type { WriteLayer } from "./layer-context.ts";
import { ACTIVATION_LAYERS } from "./layers/write-activation.ts";
import { CONVOLUTION_LAYERS } from "./layers/write-convolutions.ts";
import { writeDense, writeEmbedding } from "./layers/write-dense.ts";
import { MERGE_LAYERS } from "./layers/write-merges.ts";
import { NORMALISATION_LAYERS } from "./layers/write-normalisations.ts";
import { POOLING_LAYERS } from "./layers/write-pooling.ts";
import { RECURRENT_LAYERS } from "./layers/write-recurrent.ts";
import { SHAPE_LAYERS } from "./layers/write-shapes.ts";
import { WRAPPER_LAYERS } from "./layers/write-wrappers.ts";

/** How each kind of layer is written, by the name of its class. */
export const LAYER_WRITERS: Readonly<Record<string, WriteLayer>> = {
  Dense: writeDense,
  Embedding: writeEmbedding,
  ...ACTIVATION_LAYERS,
  ...CONVOLUTION_LAYERS,
  ...MERGE_LAYERS,
  ...NORMALISATION_LAYERS,
  ...POOLING_LAYERS,
  ...RECURRENT_LAYERS,
  ...SHAPE_LAYERS,
  ...WRAPPER_LAYERS,
};
