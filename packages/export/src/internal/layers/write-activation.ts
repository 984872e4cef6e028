import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { axisOf, type LayerValue, withChannels } from "../layer-value.ts";
import type { OnnxAttribute } from "../onnx-graph.ts";

/** Operations that treat each number on its own. */
const SIMPLE: Readonly<Record<string, readonly [type: string, attributes?: Readonly<Record<string, OnnxAttribute>>]>> =
  {
    elu: ["Elu"],
    selu: ["Selu"],
    relu: ["Relu"],
    sigmoid: ["Sigmoid"],
    hardSigmoid: ["HardSigmoid", { alpha: { float: 0.2 }, beta: { float: 0.5 } }],
    softplus: ["Softplus"],
    softsign: ["Softsign"],
    tanh: ["Tanh"],
  };

/** Adds an activation of TensorFlow.js, by its name. */
export function writeActivation(context: LayerContext, value: LayerValue, activation: unknown): LayerValue {
  const { graph } = context;
  const x = value.name;
  const named = (name: string): LayerValue => ({ ...value, name });
  const number = (of: number) => graph.floats(`${context.name}/number`, [of]);
  const times = (left: string, right: string) => context.add("Mul", [left, right]);
  const plus = (left: string, right: string) => context.add("Add", [left, right]);
  if (activation === undefined || activation === null || activation === "linear") return value;
  const simple = SIMPLE[activation as string];
  if (simple !== undefined) return named(context.add(simple[0], [x], simple[1]));
  switch (activation) {
    case "relu6":
      return named(context.add("Clip", [x, number(0), number(6)]));
    case "softmax":
    case "logSoftmax":
      return named(context.add(activation === "softmax" ? "Softmax" : "LogSoftmax", [x], { axis: axisOf(value, -1) }));
    case "swish":
      return named(times(x, context.add("Sigmoid", [x])));
    case "mish":
      return named(times(x, context.add("Tanh", [context.add("Softplus", [x])])));
    case "gelu": {
      const erf = context.add("Erf", [times(x, number(Math.SQRT1_2))]);
      return named(times(times(x, number(0.5)), plus(erf, number(1))));
    }
    case "gelu_new": {
      const cube = times(times(x, x), x);
      const inner = times(plus(x, times(cube, number(0.044715))), number(Math.sqrt(2 / Math.PI)));
      return named(times(times(x, number(0.5)), plus(context.add("Tanh", [inner]), number(1))));
    }
    default:
      return context.refuse(`has the activation ${JSON.stringify(activation)}, which ONNX has not`);
  }
}

/** Layers that are activations. */
export const ACTIVATION_LAYERS: Readonly<Record<string, WriteLayer>> = {
  Activation: (context) => writeActivation(context, context.inputs[0]!, context.config.activation),
  ReLU(context) {
    const value = context.inputs[0]!;
    const { maxValue } = context.config;
    const name = context.add("Relu", [value.name]);
    if (maxValue === undefined || maxValue === null) return { ...value, name };
    const most = context.graph.floats(`${context.name}/max`, [maxValue as number]);
    return { ...value, name: context.add("Min", [name, most]) };
  },
  LeakyReLU: (context) => withAlpha(context, "LeakyRelu"),
  ELU: (context) => withAlpha(context, "Elu"),
  ThresholdedReLU(context) {
    const value = context.inputs[0]!;
    const attributes = { alpha: { float: context.config.theta as number } };
    return { ...value, name: context.add("ThresholdedRelu", [value.name], attributes) };
  },
  Softmax(context) {
    const value = context.inputs[0]!;
    const { axis } = context.config;
    return { ...value, name: context.add("Softmax", [value.name], { axis: axisOf(value, (axis as number) ?? -1) }) };
  },
  PReLU(context) {
    // Slopes have the shape of an example, which ONNX stretches over the batch.
    const value = withChannels(context.graph, context.inputs[0]!, "last");
    const slope = context.constant("alpha", () => context.weight("alpha"));
    return { ...value, name: context.add("PRelu", [value.name, slope]) };
  },
};

function withAlpha(context: LayerContext, type: string): LayerValue {
  const value = context.inputs[0]!;
  return { ...value, name: context.add(type, [value.name], { alpha: { float: context.config.alpha as number } }) };
}
