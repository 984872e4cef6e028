import type { ReadLayer } from "./layer-context.ts";
import { readConvolution } from "./layers/read-convolution.ts";
import { readDense } from "./layers/read-dense.ts";
import { DEPTHWISE_LAYERS } from "./layers/read-depthwise.ts";
import { readEmbedding } from "./layers/read-embedding.ts";
import { readMasking } from "./layers/read-masking.ts";
import { MERGE_LAYERS } from "./layers/read-merges.ts";
import { readBatchNorm } from "./layers/read-normalisation.ts";
import { POOLING_LAYERS, SEQUENCE_POOLING_LAYERS } from "./layers/read-pooling.ts";
import { RECURRENT_LAYERS } from "./layers/read-recurrent.ts";
import { ACTIVATION_LAYERS, SHAPE_LAYERS } from "./layers/read-shapes.ts";
import type { Value } from "./operation.ts";

type Readers = Readonly<Record<string, ReadLayer>>;

/** Layers that compute each position alone: sequences may have any length, and keep their mask. */
const onPositions: Readers = {
  ...{ BatchNormalization: readBatchNorm, Dense: readDense },
  ...MERGE_LAYERS,
  ...ACTIVATION_LAYERS,
};

/** Layers that know sequences of any length, but not which positions count. */
const onSequences: Readers = { Embedding: readEmbedding, Masking: readMasking, ...SEQUENCE_POOLING_LAYERS };

const onFixedShapes: Readers = {
  ...{ Conv1D: readConvolution, Conv2D: readConvolution },
  ...DEPTHWISE_LAYERS,
  ...POOLING_LAYERS,
  ...SHAPE_LAYERS,
};

const keepMask =
  (read: ReadLayer): ReadLayer =>
  (context) => {
    const [{ mask, storage }, ...others] = context.inputs as [Value, ...Value[]];
    if (others.some((other) => other.storage.sequence !== storage.sequence))
      context.refuse("joins sequences of several inputs");
    if (others.some((other) => other.mask !== mask)) context.refuse("joins sequences with several masks");
    return { ...read(context), mask };
  };

const refuseMask =
  (read: ReadLayer): ReadLayer =>
  (context) => {
    if (context.inputs.some(({ mask }) => mask !== undefined)) context.refuse("does not know which positions count");
    return read(context);
  };

const refuseOpenLength =
  (read: ReadLayer): ReadLayer =>
  (context) => {
    if (context.inputs.some(({ storage }) => storage.sequence !== undefined))
      context.refuse("takes no sequences of any length");
    return read(context);
  };

function map(readers: Readers, change: (read: ReadLayer) => ReadLayer): Readers {
  return Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, change(read)]));
}

/** How each kind of layer is read, by the name of its class. */
export const LAYER_READERS: Readers = {
  ...map(onPositions, keepMask),
  ...map(onSequences, refuseMask),
  ...map(onFixedShapes, (read) => refuseMask(refuseOpenLength(read))),
  ...RECURRENT_LAYERS,
};
