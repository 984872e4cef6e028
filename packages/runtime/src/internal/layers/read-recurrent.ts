import { formatShape, joinBytes } from "@dark-knowledge/core";
import { ACTIVATION_NUMBERS, activationOf } from "../activations.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import { packPanels, padToPanel } from "../pack-panels.ts";
import { storageFor } from "../storage.ts";

/** The cells, by the names of their layers. */
const CELLS = {
  GRU: { gates: 3, kernel: "gruSequences", roomFor: 5 },
  LSTM: { gates: 4, kernel: "lstmSequences", roomFor: 7 },
} as const;

const UNKNOWN = ["go_backwards", "return_state", "stateful", "reset_after"];

/** A recurrent layer: one product of all positions, and one or two for each step. */
const readRecurrent =
  ({ gates, kernel: name, roomFor }: (typeof CELLS)[keyof typeof CELLS]): ReadLayer =>
  (context) => {
    const { layer, inputs, add } = context;
    const { shape, storage: input, mask } = inputs[0]!;
    assertSettings(context);
    const { features, units, kernel, recurrent, bias } = weightsOf(context, gates);
    const returnsSequences = layer.config.return_sequences === true;
    const numbers = [numberOf(context, "activation"), numberOf(context, "recurrent_activation")] as const;
    const steps = () => input.sequence?.steps ?? shape[0]!;
    const positions = input.sequence === undefined ? shape[0]! : 1;
    const sums = storageFor(positions * gates * units, input);
    const room = { size: roomFor * units, at: 0 };
    const last = { size: units, at: 0 };
    const output = returnsSequences ? storageFor(positions * units, input) : last;
    const value = add(returnsSequences ? [...shape.slice(0, -1), units] : [units], {
      ...{ output, activation: "linear", columns: units, takesSequences: true },
      others: returnsSequences ? [sums, room, last] : [sums, room],
      prepare(arena) {
        const panels = arena.put(packPanels(kernel, gates * units));
        const biases = arena.put(padToPanel(bias));
        const recurrentPanels = arena.put(recurrent);
        const zeros = arena.reserve(4 * (gates * units + 8));
        const list = arena.lend(8 * Math.max(features, units));
        const skipsZeros = kernel.every(Number.isFinite);
        return ({ kernels }) =>
          (rows) => {
            kernels.multiplyAndActivate(
              ...([input.at, rows * steps(), features, panels, biases, false] as const),
              ...([sums.at, gates * units, skipsZeros, list.at] as const),
            );
            kernels[name](
              ...([sums.at, mask?.at ?? 0, rows, steps(), units, recurrentPanels, zeros, list.at, room.at] as const),
              ...([last.at, returnsSequences ? output.at : 0] as const),
              ...numbers,
            );
          };
      },
    });
    return { ...value, mask: returnsSequences ? mask : undefined };
  };

function assertSettings({ layer: { config }, inputs, refuse }: LayerContext): void {
  if (inputs.length > 1) refuse("starts from a state that is given");
  const unknown = UNKNOWN.find((setting) => config[setting] === true);
  if (unknown !== undefined) refuse(`has ${unknown}`);
}

/** The weights, those of the states packed: of a GRU first those of the gates, then those of the candidate. */
function weightsOf({ layer: { config }, inputs, weight, refuse }: LayerContext, gates: number) {
  const { shape, storage } = inputs[0]!;
  const { values: kernel, shape: kernelShape } = weight("kernel");
  const [features, width] = kernelShape as [number, number];
  const expected = storage.sequence === undefined ? [shape[0]!, features] : [features];
  if (String(shape) !== String(expected)) refuse(`has a kernel for ${features} inputs, and gets ${formatShape(shape)}`);
  const units = width / gates;
  const { values } = weight("recurrent_kernel", [units, width]);
  const parts = gates === 3 ? [2 * units, units] : [width];
  let from = 0;
  const packed = parts.map((columns) => {
    const part = values.filter((_, at) => at % width >= from && at % width < from + columns);
    from += columns;
    return packPanels(part, columns);
  });
  const recurrent = new Float32Array(joinBytes(packed.map(({ buffer }) => buffer as ArrayBuffer)).buffer);
  const bias = config.use_bias === false ? new Float32Array(width) : weight("bias", [width]).values;
  return { features, units, kernel, recurrent, bias };
}

function numberOf({ layer: { config }, refuse }: LayerContext, setting: string): number {
  const activation = activationOf(config[setting]);
  if (activation === undefined || activation === "softmax") return refuse(`has the ${setting} ${config[setting]}`);
  return ACTIVATION_NUMBERS[activation];
}

/** Recurrent layers, over sequences of any length. */
export const RECURRENT_LAYERS: Readonly<Record<string, ReadLayer>> = Object.fromEntries(
  Object.entries(CELLS).map(([className, cell]) => [className, readRecurrent(cell)]),
);
