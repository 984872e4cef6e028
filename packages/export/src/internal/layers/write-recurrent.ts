import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { type LayerValue, withChannels } from "../layer-value.ts";
import type { Weight } from "../weight.ts";

/** How ONNX computes a recurrent layer. */
interface Recurrence {
  readonly type: "RNN" | "GRU" | "LSTM";
  /** Where TensorFlow.js has each of the gates in the order of ONNX. */
  readonly gates: readonly number[];
}

const RECURRENCES: Readonly<Record<string, Recurrence>> = {
  SimpleRNN: { type: "RNN", gates: [0] },
  // Update, reset, new.
  GRU: { type: "GRU", gates: [0, 1, 2] },
  // Input, output, forget, new; TensorFlow.js has input, forget, new, output.
  LSTM: { type: "LSTM", gates: [0, 3, 1, 2] },
};

/** The names of activations in recurrent operations, whose parameters have the values of TensorFlow.js by default. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: "Relu",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  hardSigmoid: "HardSigmoid",
  elu: "Elu",
  softsign: "Softsign",
  softplus: "Softplus",
};

/** Recurrent layers, by the names of their classes. */
export const RECURRENT_LAYERS: Readonly<Record<string, WriteLayer>> = Object.fromEntries(
  Object.entries(RECURRENCES).map(([name, recurrence]) => [name, (context) => writeRecurrent(context, recurrence)]),
);

function writeRecurrent(context: LayerContext, { type, gates }: Recurrence): LayerValue {
  const { graph, config, shape, refuse } = context;
  if (context.inputs.length > 1) refuse("starts from a state that is given");
  for (const option of ["returnState", "stateful", "resetAfter"]) {
    if (config[option] === true) refuse(`has ${option}, which cannot be written`);
  }
  const value = withChannels(graph, context.inputs[0]!, "last");
  const units = config.units as number;
  const byGate = (name: string) => context.constant(name, () => gatesOf(context.weight(name), { gates, units }), 1);
  const bias = () => {
    const own = biasOf(context.weight("bias"), { gates, units });
    // The second half is the bias of the state.
    const values = new Float32Array(2 * own.length);
    values.set(own);
    return { shape: [1, values.length], values };
  };
  const inputs = [
    context.add("Transpose", [value.name], { perm: [1, 0, 2] }),
    byGate("kernel"),
    byGate("recurrent_kernel"),
    ...(context.hasWeight("bias") ? [context.constant("bias", bias)] : []),
  ];
  const own = activationOf(context, "activation");
  const gate = type === "RNN" ? [] : [activationOf(context, "recurrentActivation")];
  const attributes = {
    hidden_size: units,
    activations: [...gate, own, ...(type === "LSTM" ? [own] : [])],
    ...(config.goBackwards === true ? { direction: "reverse" } : {}),
  };
  const outputs = [graph.unique(`${context.name}/states`), graph.unique(`${context.name}/last`)];
  graph.add(type, `${context.name}/${type}`, inputs, attributes, outputs);
  const squeeze = (name: string, axis: number) =>
    context.add("Squeeze", [name, graph.integers(`${context.name}/axis`, [axis])]);
  if (config.returnSequences !== true) return { name: squeeze(outputs[1]!, 0), shape, channels: "last" };
  const states = context.add("Transpose", [squeeze(outputs[0]!, 1)], { perm: [1, 0, 2] });
  // TensorFlow.js leaves the states in the order in which it computed them.
  const name = config.goBackwards === true ? reversed(context, states) : states;
  return { name, shape, channels: "last" };
}

function activationOf({ config, refuse }: LayerContext, option: string): string {
  const given = config[option] as string;
  return ACTIVATIONS[given] ?? refuse(`has the ${option} ${JSON.stringify(given)}, not one of recurrent ONNX layers`);
}

/** A value with its second axis reversed. */
export function reversed(context: LayerContext, name: string): string {
  const bounds = { starts: [-1], ends: [-(2 ** 31) + 1], axes: [1], steps: [-1] };
  const inputs = Object.entries(bounds).map(([what, of]) => context.graph.integers(`${context.name}/${what}`, of));
  return context.add("Slice", [name, ...inputs]);
}

interface GateOrder {
  readonly gates: readonly number[];
  readonly units: number;
}

/** `[inputs, gates · units]` as `[1, gates · units, inputs]`, in the order of ONNX. */
function gatesOf({ shape, values }: Weight, { gates, units }: GateOrder): Weight {
  const [inputs, columns] = shape as [number, number];
  const result = new Float32Array(values.length);
  gates.forEach((gate, place) => {
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++) {
        result[(place * units + unit) * inputs + input] = values[input * columns + gate * units + unit]!;
      }
    }
  });
  return { shape: [1, columns, inputs], values: result };
}

function biasOf({ values }: Weight, { gates, units }: GateOrder): Float32Array {
  const result = new Float32Array(values.length);
  gates.forEach((gate, place) => {
    result.set(values.subarray(gate * units, (gate + 1) * units), place * units);
  });
  return result;
}
