import type { WriteLayer } from "../layer-context.ts";
import { axisOf, withChannels } from "../layer-value.ts";

/** Dropout and noise do nothing to a trained model. */
const same: WriteLayer = ({ inputs }) => inputs[0]!;

/** Layers that move numbers and change none, by the names of their classes. */
export const SHAPE_LAYERS: Readonly<Record<string, WriteLayer>> = {
  Dropout: same,
  SpatialDropout1D: same,
  GaussianNoise: same,
  GaussianDropout: same,
  AlphaDropout: same,
  Flatten(context) {
    // In the order of TensorFlow, channels last: what follows has learned it.
    const value = withChannels(context.graph, context.inputs[0]!, "last");
    return { name: context.add("Flatten", [value.name], { axis: 1 }), shape: context.shape, channels: "last" };
  },
  Reshape(context) {
    const value = withChannels(context.graph, context.inputs[0]!, "last");
    const target = (context.config.targetShape as (number | null)[]).map((size) => size ?? -1);
    // Of the batch, 0 takes the size of the input.
    const shape = context.graph.integers(`${context.name}/shape`, [0, ...target]);
    return { name: context.add("Reshape", [value.name, shape]), shape: context.shape, channels: "last" };
  },
  Permute(context) {
    const value = withChannels(context.graph, context.inputs[0]!, "last");
    const perm = [0, ...(context.config.dims as number[])];
    return { name: context.add("Transpose", [value.name], { perm }), shape: context.shape, channels: "last" };
  },
  RepeatVector(context) {
    const { graph, name, shape } = context;
    const rows = context.add("Unsqueeze", [context.inputs[0]!.name, graph.integers(`${name}/axis`, [1])]);
    const repeats = graph.integers(`${name}/repeats`, [1, context.config.n as number, 1]);
    return { name: context.add("Tile", [rows, repeats]), shape, channels: "last" };
  },
  /** As `@dark-knowledge/compression` puts it before a layer; pictures get the order of the convolution that follows. */
  FakeQuantise(context) {
    const { graph, store, config, shape } = context;
    const value = withChannels(graph, context.inputs[0]!, shape.length === 4 ? "first" : "last");
    return { ...value, name: store.quantise(context.name, value.name, config as { step: number; zero: number }) };
  },
  ZeroPadding2D(context) {
    const value = withChannels(context.graph, context.inputs[0]!, "first");
    const [[top, bottom], [left, right]] = context.config.padding as [[number, number], [number, number]];
    const pads = context.graph.integers(`${context.name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
    return { name: context.add("Pad", [value.name, pads]), shape: context.shape, channels: "first" };
  },
  Cropping2D(context) {
    const value = context.inputs[0]!;
    const cropping = context.config.cropping as [[number, number], [number, number]];
    const integers = (what: string, values: number[]) => context.graph.integers(`${context.name}/${what}`, values);
    const inputs = [
      integers(
        "starts",
        cropping.map(([first]) => first),
      ),
      integers(
        "ends",
        cropping.map(([, last]) => (last === 0 ? 2 ** 31 - 1 : -last)),
      ),
      integers("axes", [axisOf(value, 1), axisOf(value, 2)]),
    ];
    return { ...value, name: context.add("Slice", [value.name, ...inputs]), shape: context.shape };
  },
  UpSampling2D(context) {
    const value = withChannels(context.graph, context.inputs[0]!, "first");
    const { size, interpolation } = context.config as { size: number[]; interpolation?: string };
    const scales = context.graph.floats(`${context.name}/scales`, [1, 1, ...size], [4]);
    const mode = interpolation === "bilinear" ? { mode: "linear" } : { mode: "nearest", nearest_mode: "floor" };
    const attributes = { coordinate_transformation_mode: "asymmetric", ...mode };
    return {
      name: context.add("Resize", [value.name, "", scales], attributes),
      shape: context.shape,
      channels: "first",
    };
  },
};
