import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { axisOf, withChannels } from "../layer-value.ts";
import type { Weight } from "../weight.ts";

/** Normalisations, by the names of their classes. */
export const NORMALISATION_LAYERS: Readonly<Record<string, WriteLayer>> = {
  /** With the statistics that training left: a product and a sum for each channel. */
  BatchNormalization(context) {
    const value = context.inputs[0]!;
    const { axis = -1, epsilon } = context.config as { axis?: number; epsilon: number };
    const rank = value.shape.length;
    // TensorFlow.js takes the statistics of other axes for those of the last one.
    if (axis !== -1 && axis !== rank - 1) context.refuse("normalises another axis than its last one");
    const names = ["gamma", "beta", "moving_mean", "moving_variance"];
    const weights = names.map((name) => weightOr(context, name, value.shape.slice(-1)));
    if (axisOf(value, -1) === 1) {
      const constants = names.map((name, index) => context.constant(name, () => weights[index]!));
      const attributes = { epsilon: { float: epsilon } };
      return { ...value, name: context.add("BatchNormalization", [value.name, ...constants], attributes) };
    }
    const [gamma, beta, mean, variance] = weights.map(({ values }) => values);
    const { shape } = weights[0]!;
    const factors = Float64Array.from(gamma!, (one, channel) => one / Math.sqrt(variance![channel]! + epsilon));
    const factor = context.constant("factor", () => ({ shape, values: Float32Array.from(factors) }));
    const offset = context.constant("offset", () => ({
      shape,
      values: Float32Array.from(factors, (one, channel) => beta![channel]! - one * mean![channel]!),
    }));
    return { ...value, name: context.add("Add", [context.add("Mul", [value.name, factor]), offset]) };
  },
  LayerNormalization(context) {
    const value = withChannels(context.graph, context.inputs[0]!, "last");
    const { epsilon } = context.config as { epsilon: number };
    const axes = [context.config.axis as number | number[]].flat();
    const rank = value.shape.length;
    const places = axes.map((axis) => (axis < 0 ? axis + rank : axis)).sort((one, other) => one - other);
    if (places.some((place, index) => place !== rank - places.length + index)) {
      context.refuse("normalises axes that are not its last ones");
    }
    const constants = ["gamma", "beta"].map((name) => {
      return context.constant(name, () => weightOr(context, name, value.shape.slice(places[0])));
    });
    const attributes = { axis: places[0]!, epsilon: { float: epsilon } };
    return { ...value, name: context.add("LayerNormalization", [value.name, ...constants], attributes) };
  },
};

/** A weight that the layer may do without: a factor is then 1, and an offset 0. */
function weightOr(context: LayerContext, name: string, shape: readonly (number | null)[]): Weight {
  if (context.hasWeight(name)) return context.weight(name);
  const sizes = shape as number[];
  const size = sizes.reduce((product, one) => product * one, 1);
  return { shape: sizes, values: new Float32Array(size).fill(name === "gamma" ? 1 : 0) };
}
