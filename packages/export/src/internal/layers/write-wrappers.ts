import type { Layer, WriteLayer } from "../layer-context.ts";
import { reversed } from "./write-recurrent.ts";

interface Bidirectional {
  readonly forwardLayer: Layer;
  readonly backwardLayer: Layer;
}

/** The layers that a layer wraps. */
export function wrappedLayers(layer: Layer): readonly Layer[] {
  const kind = layer.getClassName();
  if (kind === "TimeDistributed") return [(layer as unknown as { layer: Layer }).layer];
  const { forwardLayer, backwardLayer } = layer as unknown as Bidirectional;
  return kind === "Bidirectional" ? [forwardLayer, backwardLayer] : [];
}

/** Operations that merge two directions, by the mode. */
const MERGES: Readonly<Record<string, string>> = { concat: "Concat", sum: "Add", ave: "Mean", mul: "Mul" };

/** Layers that treat a position like an example anyway. */
const BY_POSITION = ["Dense", "Activation", "ReLU", "LeakyReLU", "ELU", "ThresholdedReLU", "Softmax", "Dropout"];

/** Layers around layers, by the names of their classes. */
export const WRAPPER_LAYERS: Readonly<Record<string, WriteLayer>> = {
  Bidirectional(context) {
    const [input, mode] = [context.inputs[0]!, context.config.mergeMode as string];
    const type = MERGES[mode] ?? context.refuse("keeps both directions apart");
    const [forward, backward] = wrappedLayers(context.layer);
    const { returnSequences } = forward!.getConfig();
    const first = context.within(forward!, input, context.shape);
    const last = context.within(backward!, input, context.shape).name;
    const inputs = [first.name, returnSequences === true ? reversed(context, last) : last];
    const name = context.add(type, inputs, mode === "concat" ? { axis: context.shape.length - 1 } : {});
    return { ...first, name, shape: context.shape };
  },
  TimeDistributed(context) {
    const [layer] = wrappedLayers(context.layer);
    const kind = layer!.getClassName();
    if (!BY_POSITION.includes(kind)) context.refuse(`treats each position with a layer of the kind ${kind}`);
    return context.within(layer!, context.inputs[0]!, context.shape);
  },
};
